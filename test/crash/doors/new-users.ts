import type { Ground } from './door.ts';
import { type Door, json, subjects, type Visit, whichOf } from './door.ts';
import { addressOf, count, logsIn, shown } from './person.ts';

const profile = {
  name: 'Ann Other',
  nickname: 'ann',
  given_name: 'Ann',
  family_name: 'Other',
  user_metadata: { plan: 'free' },
} as const;

export const signUp: Door = {
  name: 'sign-up',
  jobs: 1,
  leastInstants: 28,
  killedInSmtp: 'at every command',
  prepare: async (ground, number) => {
    const { connection, password, ...whole } = newcomer(ground, number);
    const client_id = ground.stage.connection.application.client_id;
    const path = 'dbconnections/signup';
    const body = { client_id, connection, password, email: whole.email, ...profile };
    const again = json('POST', body);
    return visitOf(ground, { number, path, init: again, password, whole, event: 'signed-up' });
  },
};

export const createdByOperator: Door = {
  name: 'POST /api/v2/users',
  jobs: 1,
  leastInstants: 15,
  killedInSmtp: 'nowhere', // its letter is the one of sign-up
  prepare: async (ground, number) => {
    const { connection, password, ...whole } = newcomer(ground, number);
    const extras = { app_metadata: { customer_since: '2009' }, picture: 'https://example.com/ann.png' };
    const body = { connection, password, email: whole.email, verify_email: true, ...profile, ...extras };
    const init = json('POST', body, ground.bearer);
    const path = 'api/v2/users';
    return visitOf(ground, {
      number,
      path,
      init,
      password,
      whole: { ...whole, ...extras },
      event: 'user-created',
    });
  },
};

function newcomer({ stage }: Ground, number: number) {
  const email = `new-${number}@example.com`;
  const whole = { email, email_verified: false, ...profile };
  return { connection: stage.connection.name, password: stage.newPassword(), ...whole };
}

interface Newcomer {
  readonly number: number;
  readonly path: string;
  readonly init: RequestInit;
  readonly password: string;
  readonly whole: { readonly email: string };
  readonly event: string;
}

/** Nobody, whose address is still free; or a whole user, once. */
function visitOf({ stage }: Ground, { number, path, init, password, whole, event }: Newcomer): Visit {
  const { email } = whole;
  const user = `user_id in (select user_id from user_identifiers where key = '${email}')`;
  return {
    path,
    init,
    letters: [{ to: email, subject: subjects.verification }],
    addresses: [email],
    look: async (segue) => {
      const headers = { ...init.headers, ...addressOf(number) };
      const seen = {
        users: await shown(segue, email, Object.keys(whole)),
        events: await count(stage, `events where kind = '${event}' and ${user}`),
        logsIn: await logsIn(segue, stage, { number, email, password }),
        isFree: (await segue.request(path, { ...init, headers })).status < 300,
      };
      return whichOf(seen, {
        nothing: { users: [], events: 0, logsIn: false, isFree: true },
        change: { users: [whole], events: 1, logsIn: true, isFree: false },
      });
    },
  };
}
