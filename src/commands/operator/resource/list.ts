import { readAll, readFirst } from '../api/read-pages.ts';
import type { Query } from '../api/segue-api.ts';
import { exitCodes } from '../failure.ts';
import { type Desk, optionNumber, optionSwitch, type RunVerb, type VerbRequest } from '../verb.ts';
import type { Resource } from './resource.ts';

/** `segue NOUN list` */
export function listOf(resource: Resource): RunVerb {
  return (desk, request) => showList(desk, request, resource, resource.listQuery?.(request) ?? {});
}

/** Shows as much of a list as the options ask for. */
export async function showList(
  { segue, say }: Desk,
  request: VerbRequest,
  { path, one, columns }: Resource,
  query: Query,
): Promise<0> {
  const limit = optionNumber(request, 'limit', { usual: 50, least: 1, most: 1_000_000 });
  const { items, total } =
    optionSwitch(request, 'all') === true
      ? await readAll(segue, path, { name: path, query })
      : await readFirst(segue, path, { name: path, limit, query });
  if (say.json) say.document(items);
  else if (items.length > 0) say.table(columns, items);
  else say.note(`no ${one} found`);
  if (total !== undefined && total > items.length) {
    say.note(`${items.length} of ${total}: --limit ${total} or --all shows more`);
  }
  return exitCodes.done;
}
