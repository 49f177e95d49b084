import type { EventKind, SomeOfKind } from '../accounts/index.ts';

/** The events that have an Auth0 log type, as the store looks for them; undefined where no event has it. */
export function eventsOfType(type: string): readonly SomeOfKind[] | undefined {
  return Object.hasOwn(byType, type) ? byType[type] : undefined;
}

function among(kind: EventKind, fact: string, ...values: readonly (string | number | null)[]): SomeOfKind {
  return { kind, fact, is: 'among', values };
}

function notAmong(kind: EventKind, fact: string, ...values: readonly (string | number | null)[]): SomeOfKind {
  return { kind, fact, is: 'not among', values };
}

// Every status of success that an endpoint answers a write with.
const successes = [200, 201, 202, 204] as const;

// What `log-form.ts` says of each event, the other way round; a test holds them together.
const byType: Readonly<Partial<Record<string, readonly SomeOfKind[]>>> = {
  s: [among('login-succeeded', 'grant', null)],
  sepft: [notAmong('login-succeeded', 'grant', null)],
  fp: ['login-wrong-password'],
  fu: ['login-unknown-user'],
  f: ['login-blocked', 'login-refused-by-script', 'legacy-unavailable', 'script-fault'],
  limit_wc: [among('login-too-many-attempts', 'limit', 'identifier')],
  limit_mu: [
    among('login-too-many-attempts', 'limit', 'address'),
    among('sign-up-too-many-attempts', 'limit', 'address'),
  ],
  api_limit: [
    among('login-too-many-attempts', 'limit', 'waiting'),
    among('sign-up-too-many-attempts', 'limit', 'waiting'),
  ],
  w: ['script-egress-refused', 'legacy-breaker-opened', 'legacy-breaker-closed'],
  sui: ['user-migrated'],
  fui: ['legacy-user-not-migrated', 'doubtful-user-found'],
  ss: ['signed-up'],
  fs: ['sign-up-refused', among('sign-up-too-many-attempts', 'limit', 'identifier')],
  scpr: ['password-change-requested'],
  fcpr: ['password-change-not-offered', among('letter-withheld', 'letter', 'password-change')],
  scp: ['password-changed'],
  fcp: ['password-change-refused'],
  sce: ['email-changed'],
  fce: [among('identifier-change-refused', 'taken', 'email')],
  scu: ['username-changed'],
  fcu: [among('identifier-change-refused', 'taken', 'username')],
  sv: ['email-verified'],
  fvr: [notAmong('letter-withheld', 'letter', 'password-change')],
  fn: ['letter-not-delivered'],
  sdu: ['user-deleted'],
  seccft: ['client-token-issued'],
  feccft: ['client-token-refused'],
  sertft: ['token-refreshed'],
  fertft: ['token-refresh-refused'],
  srrt: ['token-revoked'],
  sapi: [
    'local-users-checked',
    'user-created',
    'ticket-created',
    'user-unmigrated',
    'user-updated',
    'tombstone-lifted',
    'script-tried',
    'session-ended',
    'client-secret-rotated',
    'login-blocks-lifted',
    'attack-protection-changed',
    among('api-called', 'status', ...successes),
  ],
  fapi: [notAmong('api-called', 'status', ...successes)],
};
