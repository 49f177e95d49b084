import { exitCodes } from '../failure.ts';
import { readLast, showLogs } from '../logs/log-lines.ts';
import { argument, optionNumber, type RunVerb } from '../verb.ts';
import { users } from './users.ts';

/** `segue users logs <user>`; of somebody who was deleted too, by id. */
export const listUserLogs: RunVerb = async ({ segue, say }, request) => {
  const named = argument(request);
  // The log outlives the user: an id is taken as it is.
  const id = named.includes('|') ? named : users.idOf(await users.find(segue, named));
  const limit = optionNumber(request, 'limit', { usual: 50, least: 1, most: 1_000_000 });
  showLogs(say, await readLast(segue, `users/${encodeURIComponent(id)}/logs`, { limit }));
  return exitCodes.done;
};
