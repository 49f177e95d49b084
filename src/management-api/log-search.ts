import type { EventKind, EventQuery } from '../accounts/index.ts';

/** What `q` asks for: a filter of the store, or what is wrong with it. */
export type LogSearch =
  | { readonly kind: 'filter'; readonly filter: LogFilter }
  | { readonly kind: 'unsupported'; readonly reason: string };

export type LogFilter = Pick<EventQuery, 'userId' | 'clientId' | 'connectionId' | 'kinds'>;

// The types that events of certain kinds have, all of them and no others; the store searches by kind.
const kindsByType: Readonly<Partial<Record<string, readonly EventKind[]>>> = {
  fp: ['login-wrong-password'],
  fu: ['login-unknown-user'],
  f: ['login-blocked', 'login-refused-by-script', 'legacy-unavailable', 'script-fault'],
  w: ['script-egress-refused', 'legacy-breaker-opened', 'legacy-breaker-closed'],
  sui: ['user-migrated'],
  fui: ['legacy-user-not-migrated', 'doubtful-user-found'],
  sdu: ['user-deleted'],
  seccft: ['client-token-issued'],
  feccft: ['client-token-refused'],
  sertft: ['token-refreshed'],
  fertft: ['token-refresh-refused'],
  srrt: ['token-revoked'],
};

/** Reads `q` of the logs: nothing, or one exact term. */
export function readLogSearch(q: string | undefined): LogSearch {
  if (q === undefined || q.trim() === '') return { kind: 'filter', filter: {} };
  const term = /^(user_id|client_id|connection_id|type):(?:"([^"\\]+)"|([^\s"()*?~:\\]+))$/.exec(q.trim());
  const value = term?.[2] ?? term?.[3];
  const filter = value === undefined ? undefined : filterOf(term?.[1], value);
  return filter === undefined ? { kind: 'unsupported', reason } : { kind: 'filter', filter };
}

function filterOf(field: string | undefined, value: string): LogFilter | undefined {
  switch (field) {
    case 'user_id':
      return { userId: value };
    case 'client_id':
      return { clientId: value };
    case 'connection_id':
      return { connectionId: value };
    default: {
      const kinds = Object.hasOwn(kindsByType, value) ? kindsByType[value] : undefined;
      return kinds && { kinds };
    }
  }
}

const reason = `This version of Segue searches logs by one exact term: user_id:"…", client_id:"…", connection_id:"…", or type: with one of ${Object.keys(kindsByType).join(', ')}.`;
