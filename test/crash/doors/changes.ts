import { type Door, form, json, subjects, whichOf } from './door.ts';
import { count, eventsOf, isStillLoggedIn, linkFor, localPerson, logsIn, opens, shown } from './person.ts';

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

export const passwordSet: Door = {
  name: 'password set by PATCH /api/v2/users/{id}',
  jobs: 1,
  leastInstants: 12,
  killedInSmtp: 'nowhere', // its letter is the one of a confirmed password change
  prepare: async (ground, number) => {
    const { stage, bearer } = ground;
    const person = await localPerson(ground, number);
    const { userId, email } = person;
    const password = stage.newPassword();
    const link = await linkFor(ground, 'password-change', { user_id: userId });
    return {
      path: `api/v2/users/${encodeURIComponent(userId)}`,
      init: json('PATCH', { password }, bearer),
      letters: [{ to: email, subject: subjects.passwordChanged }],
      addresses: [email],
      look: async (segue) => {
        const seen = {
          events: await eventsOf(stage, 'password-changed', userId),
          linkOpens: await opens(segue, link),
          isStillLoggedIn: await isStillLoggedIn(segue, stage, person),
          byNew: await logsIn(segue, stage, { ...person, password }),
          byOld: await logsIn(segue, stage, person),
        };
        return whichOf(seen, {
          nothing: { events: 0, linkOpens: true, isStillLoggedIn: true, byNew: false, byOld: true },
          change: { events: 1, linkOpens: false, isStillLoggedIn: false, byNew: true, byOld: false },
        });
      },
    };
  },
};

/** What the order leaves is a letter with a link that opens, or nothing. */
export const verificationOrdered: Door = {
  name: 'POST /api/v2/jobs/verification-email',
  jobs: 1,
  leastInstants: 6,
  killedInSmtp: 'nowhere', // its letter is the one of sign-up
  prepare: async (ground, number) => {
    const { stage, bearer } = ground;
    const { userId, email } = await localPerson(ground, number, false, { verify_email: false });
    return {
      path: 'api/v2/jobs/verification-email',
      init: json('POST', { user_id: userId }, bearer),
      letters: [{ to: email, subject: subjects.verification }],
      addresses: [email],
      look: async () => {
        const seen = { tickets: await count(stage, `tickets where email = '${email}'`) };
        return whichOf(seen, { nothing: { tickets: 0 }, change: { tickets: 1 } });
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
