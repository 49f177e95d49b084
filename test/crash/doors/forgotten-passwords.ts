import { emailOf, wholeUser } from '../crash-stage.ts';
import { type Door, form, json, subjects, whichOf } from './door.ts';
import { count, eventsOf, isStillLoggedIn, linkFor, localPerson, logsIn, opens, shown } from './person.ts';

/** The answer promises nothing but a mail, if anybody is behind the address: somebody of the shop is. */
export const passwordForgotten: Door = {
  name: 'request of a password change',
  jobs: 2,
  leastInstants: 19,
  killedInSmtp: 'at the letter',
  prepare: async ({ stage }, number) => {
    const { name: connection, application } = stage.connection;
    const email = emailOf(number);
    return {
      path: 'dbconnections/change_password',
      init: json('POST', { client_id: application.client_id, connection, email }),
      letters: [{ to: email, subject: subjects.passwordLink }],
      addresses: [email],
      look: async (segue) => {
        const event = `kind = 'password-change-requested' and event like '%"${email}"%'`;
        const seen = {
          tickets: await count(stage, `tickets where email = '${email}'`),
          events: await count(stage, `events where ${event}`),
          users: await shown(segue, email, ['user_id']),
        };
        return whichOf(seen, {
          nothing: { tickets: 0, events: 0, users: [] },
          change: { tickets: 1, events: 1, users: [] },
        });
      },
    };
  },
};

/** F11: whoever is only in the shop is created here, with a new password and all that the shop tells. */
export const confirmedUnmigrated: Door = {
  name: 'confirmed password change, unmigrated user',
  jobs: 1,
  leastInstants: 20,
  killedInSmtp: 'at the letter',
  prepare: async (ground, number) => {
    const { stage } = ground;
    const email = emailOf(number);
    const whole = wholeUser(number);
    const password = stage.newPassword();
    const link = await linkFor(ground, 'password-change', { connection_id: stage.connection.id, email });
    return {
      path: link,
      init: form({ password }),
      letters: [{ to: email, subject: subjects.passwordChanged }],
      addresses: [email],
      look: async (segue) => {
        const users = await shown(segue, email, Object.keys(whole));
        const migrations = await eventsOf(stage, 'user-migrated', whole.user_id);
        const changes = await eventsOf(stage, 'password-changed', whole.user_id);
        const linkOpens = await opens(segue, link);
        const byNew = await logsIn(segue, stage, { number, email, password });
        const asksShop = stage.loginsAtShop(email) > 0;
        const byOld = await logsIn(segue, stage, { number, email, password: stage.password });
        const seen = { users, migrations, changes, linkOpens, byNew, asksShop, byOld };
        return whichOf(seen, {
          nothing: {
            users: [],
            migrations: 0,
            changes: 0,
            linkOpens: true,
            byNew: false,
            asksShop: true,
            byOld: true,
          },
          change: {
            users: [whole],
            migrations: 1,
            changes: 1,
            linkOpens: false,
            byNew: true,
            asksShop: false,
            byOld: false,
          },
        });
      },
    };
  },
};

export const confirmedLocal: Door = {
  name: 'confirmed password change, local user',
  jobs: 1,
  leastInstants: 16,
  killedInSmtp: 'nowhere', // its letter is the one of the unmigrated user
  prepare: async (ground, number) => {
    const { stage } = ground;
    const person = await localPerson(ground, number);
    const { userId, email } = person;
    const password = stage.newPassword();
    const link = await linkFor(ground, 'password-change', { user_id: userId });
    const other = await linkFor(ground, 'password-change', { user_id: userId });
    return {
      path: link,
      init: form({ password }),
      letters: [{ to: email, subject: subjects.passwordChanged }],
      addresses: [email],
      look: async (segue) => {
        const seen = {
          changes: await eventsOf(stage, 'password-changed', userId),
          links: [await opens(segue, link), await opens(segue, other)],
          isStillLoggedIn: await isStillLoggedIn(segue, stage, person),
          byNew: await logsIn(segue, stage, { ...person, password }),
          byOld: await logsIn(segue, stage, person),
        };
        return whichOf(seen, {
          nothing: { changes: 0, links: [true, true], isStillLoggedIn: true, byNew: false, byOld: true },
          change: { changes: 1, links: [false, false], isStillLoggedIn: false, byNew: true, byOld: false },
        });
      },
    };
  },
};
