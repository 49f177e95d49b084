import { type Door, form, json, subjects, whichOf } from './door.ts';
import { eventsOf, isStillLoggedIn, linkFor, localPerson, logsIn, opens, shown } from './person.ts';

export const emailChanged: Door = {
  name: 'email changed by PATCH /api/v2/users/{id}',
  jobs: 2,
  leastInstants: 23,
  killedInSmtp: 'at the letter',
  prepare: async (ground, number) => {
    const { stage, bearer } = ground;
    const person = await localPerson(ground, number);
    const { userId, email: before } = person;
    const after = `moved-${number}@example.com`;
    const link = await linkFor(ground, 'password-change', { user_id: userId });
    const user = (email_verified: boolean) => ({ user_id: userId, email_verified });
    const keys = Object.keys(user(true));
    return {
      path: `api/v2/users/${encodeURIComponent(userId)}`,
      init: json('PATCH', { email: after }, bearer),
      letters: [
        { to: before, subject: subjects.emailChanged },
        { to: after, subject: subjects.verification },
      ],
      addresses: [before, after],
      look: async (segue) => {
        const seen = {
          before: await shown(segue, before, keys),
          after: await shown(segue, after, keys),
          events: await eventsOf(stage, 'email-changed', userId),
          linkOpens: await opens(segue, link),
          isStillLoggedIn: await isStillLoggedIn(segue, stage, person),
          byBefore: await logsIn(segue, stage, person),
          byAfter: await logsIn(segue, stage, { ...person, email: after }),
        };
        const untouched = { events: 0, linkOpens: true, isStillLoggedIn: true };
        const moved = { events: 1, linkOpens: false, isStillLoggedIn: false };
        return whichOf(seen, {
          nothing: { before: [user(true)], after: [], ...untouched, byBefore: true, byAfter: false },
          change: { before: [], after: [user(false)], ...moved, byBefore: false, byAfter: true },
        });
      },
    };
  },
};

export const blocked: Door = {
  name: 'block by PATCH /api/v2/users/{id}',
  jobs: 0,
  leastInstants: 10,
  killedInSmtp: 'nowhere',
  prepare: async (ground, number) => {
    const { stage, bearer } = ground;
    const person = await localPerson(ground, number);
    const { userId, email } = person;
    const link = await linkFor(ground, 'password-change', { user_id: userId });
    return {
      path: `api/v2/users/${encodeURIComponent(userId)}`,
      init: json('PATCH', { blocked: true }, bearer),
      letters: [],
      addresses: [email],
      look: async (segue) => {
        const seen = {
          users: await shown(segue, email, ['user_id', 'blocked']),
          events: await eventsOf(stage, 'user-updated', userId),
          linkOpens: await opens(segue, link),
          isStillLoggedIn: await isStillLoggedIn(segue, stage, person),
          logsIn: await logsIn(segue, stage, person),
        };
        const user = (blocked: boolean) => [{ user_id: userId, blocked }];
        return whichOf(seen, {
          nothing: {
            users: user(false),
            events: 0,
            linkOpens: true,
            isStillLoggedIn: true,
            logsIn: true,
          },
          change: { users: user(true), events: 1, linkOpens: false, isStillLoggedIn: false, logsIn: false },
        });
      },
    };
  },
};

export const emailVerified: Door = {
  name: 'verified email',
  jobs: 0,
  leastInstants: 6,
  killedInSmtp: 'nowhere',
  prepare: async (ground, number) => {
    const { stage } = ground;
    const { userId, email } = await localPerson(ground, number, false);
    const link = await linkFor(ground, 'email-verification', { user_id: userId });
    return {
      path: link,
      init: form({}),
      letters: [],
      addresses: [email],
      look: async (segue) => {
        const seen = {
          users: await shown(segue, email, ['user_id', 'email_verified']),
          events: await eventsOf(stage, 'email-verified', userId),
          linkOpens: await opens(segue, link),
        };
        const user = (email_verified: boolean) => [{ user_id: userId, email_verified }];
        return whichOf(seen, {
          nothing: { users: user(false), events: 0, linkOpens: true },
          change: { users: user(true), events: 1, linkOpens: false },
        });
      },
    };
  },
};
