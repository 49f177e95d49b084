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
import { type ManagementApiNeeds, systemAudience } from './needs.ts';

/** The query parameters that lists of logs share. */
export const logsParameters = {
  ...pagingParameters,
  ...fieldsParameters,
  sort: Type.Optional(
    Type.String({
      pattern: '^date:(1|-1)$',
      description: 'date:1 or date:-1 (the default)',
      examples: ['date:-1'],
    }),
  ),
};

const logsQuery = Type.Object(logsParameters);

/**
 * Answers with a page of logs, newest first; by checkpoint with an array, oldest first, as Auth0 has it, and with a link
 * to what comes after it.
 *
 * @param path of the list, below the API's own
 */
export async function readLogs(
  { accounts, baseUrl }: Pick<ManagementApiNeeds, 'accounts' | 'baseUrl'>,
  filter: LogFilter,
  query: Static<typeof logsQuery>,
  path: string,
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
    const body = events.map((event) => pickFields(logForm(event), query));
    const last = events.at(-1);
    if (last === undefined) return ok(body);
    const list = new URL(path, systemAudience({ baseUrl }));
    return { status: 200, body, headers: linkAfter(last.id, query, list) };
  }
  const { offset, limit, withTotal } = paging;
  const direction = query.sort === 'date:1' ? 'asc' : 'desc';
  const { events, total } = await accounts.events.list({ ...filter, offset, limit, direction, withTotal });
  const items = events.map((event) => pickFields(logForm(event), query));
  return ok(pageForm('logs', paging, { items, total: total ?? events.length }));
}

/** The address of the same list after an event (RFC 8288); one who follows it misses none that is still to come. */
function linkAfter(id: string, query: Static<typeof logsQuery>, list: URL): Readonly<Record<string, string>> {
  const parameters = Object.entries({ ...query, from: id }).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  list.search = new URLSearchParams(parameters).toString();
  return { link: `<${list.href}>; rel="next"` };
}
