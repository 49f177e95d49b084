import type { Query } from '../api/segue-api.ts';
import { exitCodes, Failure } from '../failure.ts';
import { optionNumber, optionSwitch, optionText, type RunVerb, type VerbRequest } from '../verb.ts';
import { followLogs } from './follow.ts';
import { readLast, showLogs } from './log-lines.ts';

/** `segue logs`, `segue logs --follow` */
export const listLogs: RunVerb = async (desk, request) => {
  const query = readQuery(request);
  const follow = optionSwitch(request, 'follow') === true;
  const limit = optionNumber(request, 'limit', {
    usual: follow ? 10 : 50,
    least: follow ? 0 : 1,
    most: 1_000_000,
  });
  if (follow) return followLogs(desk, { query, limit });
  showLogs(desk.say, await readLast(desk.segue, 'logs', { limit, query }));
  return exitCodes.done;
};

const terms = [
  ['type', 'type'],
  ['user', 'user_id'],
  ['client', 'client_id'],
  ['connectionId', 'connection_id'],
] as const;

function readQuery(request: VerbRequest): Query {
  const asked = terms.flatMap(([option, field]) => {
    const value = optionText(request, option);
    return value === undefined ? [] : [`${field}:"${value.replaceAll(/["\\]/g, '')}"`];
  });
  const query = optionText(request, 'query');
  if (query !== undefined) asked.push(query);
  if (asked.length > 1) {
    throw new Failure(
      exitCodes.usage,
      'one filter at a time',
      'Combine them with --query, as the API takes it.',
    );
  }
  return asked[0] === undefined ? {} : { q: asked[0] };
}
