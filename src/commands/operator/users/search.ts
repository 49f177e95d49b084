import { showList } from '../resource/list.ts';
import { argument, type RunVerb } from '../verb.ts';
import { users } from './users.ts';

/** `segue users search <query>` */
export const searchUsers: RunVerb = (desk, request) =>
  showList(desk, request, users, {
    ...users.listQuery?.(request),
    q: readQuery(argument(request)),
    search_engine: 'v3',
  });

/** A query in the API's language as it is; a bare address is one of its terms. */
function readQuery(text: string): string {
  const isAddress = /^[^\s:"()]+@[^\s:"()]+$/.test(text);
  return isAddress ? `email:"${text.replaceAll('\\', '\\\\')}"` : text;
}
