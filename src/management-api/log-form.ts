import { type TSchema, Type } from 'typebox';
import type { EventKind, RecordedEvent } from '../accounts/index.ts';
import { inTenths } from './in-tenths.ts';
import { jsonObject, shown } from './schemas.ts';

/** A log event in the API's form. */
export const logSchema: TSchema = shown('LogEvent', {
  _id: Type.String(),
  log_id: Type.String(),
  date: Type.String(),
  type: Type.String({ description: 'An Auth0 log event type code' }),
  description: Type.String(),
  client_id: Type.String(),
  connection: Type.String(),
  connection_id: Type.String(),
  strategy: Type.String(),
  strategy_type: Type.String(),
  user_id: Type.String(),
  user_name: Type.String(),
  ip: Type.String(),
  user_agent: Type.String(),
  details: jsonObject("What happened, in Segue's own words"),
});

type Kinds = { readonly [K in EventKind]: (event: Extract<RecordedEvent, { kind: K }>) => LogLine };

interface LogLine {
  readonly type: string;
  readonly description: string;
}

const sharedAddress = ' (one that many people share? see SEGUE_TRUST_PROXY)';

// Auth0's codes. It has none for a migration: `sui`, "success users import", is nearest, for its setting is "Import
// Users". What no code says is in `details`.
const lines: Kinds = {
  'login-succeeded': ({ grant }) =>
    grant === null
      ? line('s', 'Success login')
      : line('sepft', 'Success exchange of password for access token'),
  'user-migrated': ({ by }) =>
    line(
      'sui',
      `User migrated from the legacy user store at ${by === 'login' ? 'login' : 'a password change'}`,
    ),
  'login-wrong-password': () => line('fp', 'Wrong email or password'),
  'login-unknown-user': () => line('fu', 'Wrong email or username'),
  'login-blocked': () => line('f', 'The user is blocked'),
  'login-refused-by-script': () => line('f', 'The Login script refused the user'),
  'login-too-many-attempts': ({ limit }) =>
    limit === 'identifier'
      ? line('limit_wc', 'Too many failed logins for one identifier')
      : limit === 'address'
        ? line('limit_mu', 'Too many failed logins from one address')
        : line('api_limit', 'Too many logins waiting'),
  'legacy-unavailable': ({ reason }) => line('f', `The legacy user store is unavailable: ${reason}`),
  'script-egress-refused': ({ target, advice }) =>
    line('w', `A script was not connected to ${target}. ${advice}`),
  'legacy-breaker-opened': ({ reason }) =>
    line('w', `The legacy user store is not asked for a while, since it does not answer: ${reason}`),
  'legacy-breaker-closed': ({ by, openMs }) =>
    line(
      'w',
      by === 'answer'
        ? `The legacy user store answers again, after ${seconds(openMs)} s`
        : `The legacy user store is asked again: its scripts or their configuration were changed after ${seconds(openMs)} s`,
    ),
  'script-fault': ({ script, reason }) => line('f', `The ${script} script failed: ${reason}`),
  'script-tried': ({ script, outcome }) => line('sapi', `Try the ${script} script: ${outcome}`),
  'legacy-user-not-migrated': ({ advice }) => line('fui', advice),
  'doubtful-user-found': ({ advice }) => line('fui', advice),
  'local-users-checked': ({ asked, found, unclear }) =>
    line(
      'sapi',
      `Checked local users against the legacy user store: ${asked} asked, ${found} doubtful, ${unclear} unclear`,
    ),
  'user-created': () => line('sapi', 'Create a user'),
  'signed-up': () => line('ss', 'Success signup'),
  'sign-up-refused': ({ reason }) => line('fs', `Failed signup: ${reason}`),
  'sign-up-too-many-attempts': ({ limit }) =>
    limit === 'identifier'
      ? line('fs', 'Too many sign-ups under one email or username')
      : limit === 'address'
        ? line('limit_mu', `Too many sign-ups from one address${sharedAddress}`)
        : line('api_limit', 'Too many sign-ups waiting'),
  'password-change-requested': () => line('scpr', 'Success change password request'),
  'password-change-not-offered': ({ reason }) => line('fcpr', `No letter was sent: ${reason}`),
  'password-changed': ({ by }) =>
    line('scp', by === 'ticket' ? 'Success change password' : 'The password was set over the API'),
  'password-change-refused': ({ reason }) => line('fcp', `Failed change password: ${reason}`),
  'email-changed': () => line('sce', 'Success change email'),
  'username-changed': () => line('scu', 'Success change username'),
  'identifier-change-refused': ({ taken }) =>
    line(taken === 'email' ? 'fce' : 'fcu', `Somebody has this ${taken}, here or in the legacy user store`),
  'email-verified': () => line('sv', 'Success verification email'),
  'ticket-created': ({ purpose }) => line('sapi', `Create a ticket: ${purpose}`),
  'letter-not-delivered': ({ letter, reason }) =>
    line('fn', `The letter "${letter}" was not delivered: ${reason}`),
  'letter-withheld': ({ letter, limit }) =>
    line(
      letter === 'password-change' ? 'fcpr' : 'fvr',
      limit === 'address'
        ? `Too many requests for letters from one address: they are dropped for an hour${sharedAddress}`
        : `Too many letters "${letter}" to one mailbox: no more are sent for an hour`,
    ),
  'user-unmigrated': () => line('sapi', 'Take a user back to the legacy user store'),
  'user-updated': ({ changed }) => line('sapi', `Update a user: ${changed.join(', ')}`),
  'user-deleted': () => line('sdu', 'User deleted'),
  'tombstone-lifted': () => line('sapi', 'Lift a tombstone'),
  'client-token-issued': () => line('seccft', 'Success exchange of client credentials for access token'),
  'client-token-refused': ({ error }) => line('feccft', error),
  'token-refreshed': () => line('sertft', 'Success exchange of refresh token for access token'),
  'token-refresh-refused': ({ error }) => line('fertft', error),
  'token-revoked': ({ families }) =>
    line('srrt', families === undefined ? 'Refresh token revoked' : 'All refresh tokens of a user revoked'),
  'session-ended': ({ sessions }) =>
    line('sapi', sessions === undefined ? 'End a session' : 'End all sessions of a user'),
  'client-secret-rotated': () => line('sapi', 'Rotate a client secret'),
  'login-blocks-lifted': ({ of }) => line('sapi', `Lift what blocks an ${of}`),
  'attack-protection-changed': ({ protection }) => line('sapi', `Change ${protection}`),
  'api-called': ({ method, path, status }) => line(status < 400 ? 'sapi' : 'fapi', `${method} ${path}`),
};

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

function line(type: string, description: string): LogLine {
  return { type, description };
}

/** An event as the API shows it. */
export function logForm(event: RecordedEvent): object {
  const { id, at, source, clientId, connectionId, connectionName, userId, identifier, ...facts } = event;
  const form = {
    _id: id,
    log_id: id,
    date: new Date(at).toISOString(),
    ...lineOf(event),
    client_id: clientId,
    connection: connectionName,
    connection_id: connectionId,
    ...(connectionId === null ? {} : { strategy: 'auth0', strategy_type: 'database' }),
    user_id: userId,
    user_name: identifier,
    ip: source.ip,
    user_agent: source.userAgent,
    details: detailsOf(facts),
  };
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null));
}

function lineOf(event: RecordedEvent): LogLine {
  // Each kind's function takes events of that kind: the table's type says so, but not in a form that a call can use.
  const describe = lines[event.kind] as (event: RecordedEvent) => LogLine;
  return describe(event);
}

type Facts = { readonly kind: EventKind } & Readonly<Record<string, unknown>>;

/** Our facts in the wire's spelling; a migration tells its source, the legacy call's duration and the script version. */
function detailsOf(facts: Facts): object {
  const { legacy, ...rest } = facts;
  if (typeof legacy !== 'object' || legacy === null) return rest;
  const { scriptVersion, durationMs } = legacy as { scriptVersion?: string; durationMs?: number };
  const source = rest.kind === 'user-migrated' ? { source: rest['by'] } : {};
  const legacy_ms = durationMs === undefined ? undefined : inTenths(durationMs);
  return { ...rest, ...source, script_version: scriptVersion, legacy_ms };
}
