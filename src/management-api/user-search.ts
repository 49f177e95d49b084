import { identifierKey, type User } from '../accounts/index.ts';
import type { ManagementApiNeeds } from './needs.ts';

/** What `q` asks for. */
export type UserSearch =
  | { readonly kind: 'all' }
  | { readonly kind: 'exact'; readonly field: 'email' | 'user_id' | 'username'; readonly value: string }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** Reads `q`: nothing, or one exact term. */
export function readUserSearch(q: string | undefined): UserSearch {
  if (q === undefined || q.trim() === '') return { kind: 'all' };
  const term = /^(email|user_id|username):("(?:[^"\\]|\\.)*"|[^\s"()*?~:]+)$/.exec(q.trim());
  const [, name, quoted] = term ?? [];
  const field = (['email', 'user_id', 'username'] as const).find((each) => each === name);
  if (field === undefined || quoted === undefined) {
    return {
      kind: 'unsupported',
      reason:
        'This version of Segue searches by one exact term: q=email:"…", q=user_id:"…" or q=username:"…".',
    };
  }
  const value = quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1') : quoted;
  return { kind: 'exact', field, value };
}

/** The users of an exact term, by id; only those of one connection where it is given. */
export async function findExactly(
  needs: Pick<ManagementApiNeeds, 'accounts'>,
  search: Extract<UserSearch, { kind: 'exact' }>,
  connectionId?: string,
): Promise<readonly User[]> {
  const found = await findAll(needs, search);
  return found
    .filter((user) => connectionId === undefined || user.connectionId === connectionId)
    .toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
}

async function findAll(
  { accounts }: Pick<ManagementApiNeeds, 'accounts'>,
  { field, value }: Extract<UserSearch, { kind: 'exact' }>,
): Promise<readonly User[]> {
  if (field === 'email') return accounts.users.findByEmail(identifierKey(value));
  if (field === 'user_id') return [await accounts.users.find(value)].filter((user) => user !== undefined);
  const key = identifierKey(value);
  const connections = await accounts.connections.list();
  const found = await Promise.all(connections.map(({ id }) => accounts.users.findByIdentifier(id, key)));
  return found
    .filter((user) => user !== undefined)
    .filter(({ username }) => username !== null && identifierKey(username) === key);
}
