import {
  type Answer,
  type FieldsQuery,
  ok,
  type PagingQuery,
  pageForm,
  pickFields,
  readCheckpoint,
  readPage,
} from '../http/index.ts';
import type { ManagementApiNeeds } from './needs.ts';
import { refreshTokenForm } from './refresh-token-form.ts';
import { noSuchUser } from './refusals.ts';

/** Answers with some of a user's refresh tokens: by checkpoint only, as Auth0 has it. */
export async function listRefreshTokens(
  { accounts, refreshTokens }: Pick<ManagementApiNeeds, 'accounts' | 'refreshTokens'>,
  { userId, clientId }: { readonly userId: string; readonly clientId?: string },
  query: Pick<PagingQuery, 'from' | 'take'> & FieldsQuery,
): Promise<Answer> {
  if ((await accounts.users.find(userId)) === undefined) return noSuchUser;
  const paging = readCheckpoint(query);
  const ofClient = clientId === undefined ? {} : { clientId };
  const page = await readPage(
    paging,
    async (read) => ({ items: await refreshTokens.list(userId, { ...read, ...ofClient }), total: 0 }),
    ({ id }) => id,
  );
  const items = page.items.map((token) => pickFields(refreshTokenForm(token), query));
  return ok(pageForm('tokens', paging, { ...page, items }));
}
