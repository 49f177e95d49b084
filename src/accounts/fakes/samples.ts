import { newObjectId } from '../../lib/object-id.ts';
import { randomName } from '../../lib/random-name.ts';
import type { Connection } from '../connection.ts';
import type { NewJob, PasswordChangeRequest } from '../jobs.ts';
import { readPasswordRules } from '../password-rules.ts';
import type { Ticket } from '../ticket.ts';
import type { Tombstone } from '../tombstone.ts';
import { subjectFor, type User } from '../user.ts';

/** A whole connection with an id and a name of its own; what matters to a test is given. */
export function sampleConnection(given: Partial<Connection> = {}): Connection {
  const id = `con_${randomName(16)}`;
  return {
    id,
    name: `shop-${id.slice(4)}`,
    displayName: null,
    realms: [],
    isDomainConnection: false,
    enabledClients: [],
    metadata: {},
    options: {
      importMode: false,
      enabledDatabaseCustomization: false,
      customScripts: {},
      configuration: {},
      requiresUsername: false,
      bruteForceProtection: true,
      disableSignup: false,
      legacyIdPrefix: '',
      keepUnknownProfileKeys: false,
      passwordRules: readPasswordRules({}),
      other: {},
    },
    refusalPeriodMs: null,
    createdAt: 1_900_000_000_000,
    updatedAt: 1_900_000_000_000,
    ...given,
  };
}

/** A whole user with a `userId` and an email of its own; what matters to a test is given. */
export function sampleUser(given: Partial<User> & Pick<User, 'connectionId'>): User {
  const id = newObjectId();
  return {
    userId: subjectFor(id),
    email: `${id}@example.com`,
    emailVerified: false,
    username: null,
    name: null,
    nickname: null,
    givenName: null,
    familyName: null,
    picture: null,
    phoneNumber: null,
    userMetadata: {},
    appMetadata: {},
    blocked: false,
    createdAt: 1_900_000_000_000,
    updatedAt: 1_900_000_000_000,
    lastLoginAt: null,
    lastIp: null,
    loginsCount: 0,
    lastPasswordChangeAt: null,
    credentialVersion: 1,
    origin: { how: 'created' },
    ...given,
  };
}

/** A whole tombstone; what matters to a test is given. */
export function sampleTombstone(given: Partial<Tombstone> & Pick<Tombstone, 'connectionId'>): Tombstone {
  const id = newObjectId();
  return {
    id,
    userId: subjectFor(id),
    email: null,
    username: null,
    deletedAt: 1_900_000_000_000,
    passwordSetHere: false,
    blocked: false,
    state: 'standing',
    ...given,
  };
}

/** A whole ticket with an id and a digest of its own; what matters to a test is given. */
export function sampleTicket(given: Partial<Ticket> & Pick<Ticket, 'connectionId'>): Ticket {
  const id = newObjectId();
  return {
    id,
    purpose: 'password-change',
    secretDigest: `digest of ${id}`,
    userId: null,
    email: `${id}@example.com`,
    credentialVersion: null,
    clientId: null,
    resultUrl: null,
    markEmailVerified: false,
    languages: [],
    createdAt: 1_900_000_000_000,
    expiresAt: 1_900_000_000_000 + 3_600_000,
    ...given,
  };
}

/** A job for an address of its own; what matters to a test is given. */
export function sampleJob({
  runAt,
  dedupeKey,
  ...given
}: Partial<PasswordChangeRequest> & Pick<NewJob, 'runAt' | 'dedupeKey'> = {}): NewJob {
  return {
    kind: 'password-change-request',
    payload: {
      connectionId: 'con_0000000000000001',
      email: `${newObjectId()}@example.com`,
      clientId: null,
      languages: [],
      resultUrl: null,
      source: { ip: null, userAgent: null },
      ...given,
    },
    ...(runAt === undefined ? {} : { runAt }),
    ...(dedupeKey === undefined ? {} : { dedupeKey }),
  };
}
