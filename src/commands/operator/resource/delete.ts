import { exitCodes } from '../failure.ts';
import { argument, type RunVerb } from '../verb.ts';
import { pathOf, type Resource } from './resource.ts';
import { unlessRefused } from './unless-refused.ts';

/** `segue NOUN delete <one>`: whoever deletes is told what, and asked. */
export function deleteOf(resource: Resource): RunVerb {
  return async ({ segue, say }, request) => {
    const { one, idOf, titleOf, find } = resource;
    const item = await find(segue, argument(request));
    const question = `Delete the ${one} ${titleOf(item)}?`;
    return unlessRefused(say, request, question, async () => {
      await segue.call('DELETE', pathOf(resource, item));
      if (say.json) say.document({ deleted: idOf(item) });
      say.note(`deleted ${one} ${titleOf(item)}`);
      return exitCodes.done;
    });
  };
}
