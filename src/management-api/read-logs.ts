import { type Static, Type } from 'typebox';
import {
  type Answer,
  fieldsParameters,
  ok,
  pageForm,
  pagingParameters,
  pickFields,
  readPaging,
} from '../http/index.ts';
import { logForm } from './log-form.ts';
import type { LogFilter } from './log-search.ts';
import type { ManagementApiNeeds } from './needs.ts';

/** The query parameters that lists of logs share. */
export const logsParameters = {
  ...pagingParameters,
  ...fieldsParameters,
  sort: Type.Optional(
    Type.String({ pattern: '^date:(1|-1)$', description: 'date:1 or date:-1 (the default)' }),
  ),
};

const logsQuery = Type.Object(logsParameters);

/** Answers with a page of logs, newest first; by checkpoint with an array, oldest first, as Auth0 has it. */
export async function readLogs(
  { accounts }: Pick<ManagementApiNeeds, 'accounts'>,
  filter: LogFilter,
  query: Static<typeof logsQuery>,
): Promise<Answer> {
  const paging = readPaging(query);
  if (paging.by === 'checkpoint') {
    const { afterId, limit } = paging;
    const after = afterId === undefined ? {} : { afterId };
    const { events } = await accounts.events.list({
      ...filter,
      ...after,
      offset: 0,
      limit,
      direction: 'asc',
      withTotal: false,
    });
    return ok(events.map((event) => pickFields(logForm(event), query)));
  }
  const { offset, limit, withTotal } = paging;
  const direction = query.sort === 'date:1' ? 'asc' : 'desc';
  const { events, total } = await accounts.events.list({ ...filter, offset, limit, direction, withTotal });
  const items = events.map((event) => pickFields(logForm(event), query));
  return ok(pageForm('logs', paging, { items, total: total ?? events.length }));
}
