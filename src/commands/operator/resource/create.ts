import { objectIn } from '../api/segue-api.ts';
import { exitCodes } from '../failure.ts';
import { readChanges } from '../read-changes.ts';
import type { RunVerb } from '../verb.ts';
import type { Resource } from './resource.ts';
import { showOne } from './show-one.ts';

/** `segue NOUN create` */
export function createOf(resource: Resource): RunVerb {
  return async ({ segue, say }, request) => {
    const body = await readChanges(request, {}, await resource.settings(request, 'create'));
    const made = objectIn(await segue.call('POST', resource.path, { body }));
    showOne(say, resource, made);
    say.note(`made ${resource.one} ${resource.titleOf(made)}`);
    return exitCodes.done;
  };
}
