import assert from 'node:assert/strict';
import { type Door, type Ground, json, whichOf } from './door.ts';
import {
  count,
  eventsOf,
  isStillLoggedIn,
  loggedIn,
  logsIn,
  migratedPerson,
  type Person,
  shown,
} from './person.ts';

/** Somebody of the shop, who must not come back from there while the tombstone stands. */
export const deleted: Door = {
  name: 'DELETE /api/v2/users/{id}',
  jobs: 0,
  leastInstants: 11,
  killedInSmtp: 'nowhere',
  prepare: async (ground, number) => {
    const { stage, bearer } = ground;
    const person = await migratedPerson(ground, number);
    const { userId, email } = person;
    return {
      path: `api/v2/users/${encodeURIComponent(userId)}`,
      init: json('DELETE', undefined, bearer),
      letters: [],
      addresses: [email],
      look: async (segue) => {
        const seen = {
          users: await shown(segue, email, ['user_id']),
          tombstones: await count(stage, `tombstones where user_id = '${userId}' and state = 'standing'`),
          events: await eventsOf(stage, 'user-deleted', userId),
          isStillLoggedIn: await isStillLoggedIn(segue, stage, person),
          logsIn: await logsIn(segue, stage, person),
        };
        const here = [{ user_id: userId }];
        return whichOf(seen, {
          nothing: { users: here, tombstones: 0, events: 0, isStillLoggedIn: true, logsIn: true },
          change: { users: [], tombstones: 1, events: 1, isStillLoggedIn: false, logsIn: false },
        });
      },
    };
  },
};

/** Somebody of the shop who was deleted, and may come again from there once the tombstone is lifted. */
export const lifted: Door = {
  name: 'DELETE /api/v2/segue/tombstones/{id}',
  jobs: 0,
  leastInstants: 6,
  killedInSmtp: 'nowhere',
  prepare: async (ground, number) => {
    const { stage, segue, bearer } = ground;
    const person = await migratedPerson(ground, number);
    const { userId, email } = person;
    const gone = await segue.manage('DELETE', `users/${encodeURIComponent(userId)}`);
    assert.equal(gone.status, 204, gone.text);
    const found = await segue.manage('GET', `segue/tombstones?user_id=${encodeURIComponent(userId)}`);
    const [tombstone] = found.body;
    return {
      path: `api/v2/segue/tombstones/${tombstone.id}`,
      init: json('DELETE', undefined, bearer),
      letters: [],
      addresses: [email],
      look: async (after) => {
        const seen = {
          tombstones: await count(stage, `tombstones where user_id = '${userId}'`),
          events: await eventsOf(stage, 'tombstone-lifted', userId),
          logsIn: await logsIn(after, stage, person),
        };
        return whichOf(seen, {
          nothing: { tombstones: 1, events: 0, logsIn: false },
          change: { tombstones: 0, events: 1, logsIn: true },
        });
      },
    };
  },
};

/** Somebody of the shop who has set a password here: what stays behind must keep the old one out (S7). */
export const unmigrated: Door = {
  name: 'POST /api/v2/segue/users/{id}/unmigrate',
  jobs: 0,
  leastInstants: 11,
  killedInSmtp: 'nowhere',
  prepare: async (ground, number) => {
    const { stage, bearer } = ground;
    const person = await withPasswordOfOurs(ground, await migratedPerson(ground, number));
    const { userId, email } = person;
    return {
      path: `api/v2/segue/users/${encodeURIComponent(userId)}/unmigrate`,
      init: json('POST', undefined, bearer),
      letters: [],
      addresses: [email],
      look: async (segue) => {
        const seen = {
          users: await shown(segue, email, ['user_id']),
          tombstones: await count(stage, `tombstones where user_id = '${userId}' and state = 'lifted'`),
          events: await eventsOf(stage, 'user-unmigrated', userId),
          isStillLoggedIn: await isStillLoggedIn(segue, stage, person),
          byOurs: await logsIn(segue, stage, person),
          byOld: await logsIn(segue, stage, { ...person, password: stage.password }),
        };
        const here = [{ user_id: userId }];
        return whichOf(seen, {
          nothing: {
            users: here,
            tombstones: 0,
            events: 0,
            isStillLoggedIn: true,
            byOurs: true,
            byOld: false,
          },
          change: {
            users: [],
            tombstones: 1,
            events: 1,
            isStillLoggedIn: false,
            byOurs: false,
            byOld: false,
          },
        });
      },
    };
  },
};

async function withPasswordOfOurs(ground: Ground, person: Person): Promise<Person> {
  const password = ground.stage.newPassword();
  const answer = await ground.segue.manage('PATCH', `users/${encodeURIComponent(person.userId)}`, {
    password,
  });
  assert.equal(answer.status, 200, answer.text);
  return loggedIn(ground, { ...person, password });
}
