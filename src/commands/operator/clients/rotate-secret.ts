import { objectIn } from '../api/segue-api.ts';
import { exitCodes } from '../failure.ts';
import { showOne } from '../resource/show-one.ts';
import { unlessRefused } from '../resource/unless-refused.ts';
import { argument, type RunVerb } from '../verb.ts';
import { clients } from './clients.ts';

/** `segue clients rotate-secret <client>`: whoever still has the old secret is locked out. */
export const rotateSecret: RunVerb = async ({ segue, say }, request) => {
  const client = await clients.find(segue, argument(request));
  const question = `Give ${clients.titleOf(client)} a new secret? The old one is refused from then on.`;
  return unlessRefused(say, request, question, async () => {
    const path = `clients/${encodeURIComponent(clients.idOf(client))}/rotate-secret`;
    showOne(say, clients, objectIn(await segue.call('POST', path)));
    return exitCodes.done;
  });
};
