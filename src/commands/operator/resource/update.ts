import { objectIn } from '../api/segue-api.ts';
import { exitCodes, Failure } from '../failure.ts';
import { readChanges } from '../read-changes.ts';
import { argument, type RunVerb } from '../verb.ts';
import { pathOf, type Resource } from './resource.ts';
import { showOne } from './show-one.ts';

/** `segue NOUN update <one>` */
export function updateOf(resource: Resource): RunVerb {
  return async ({ segue, say }, request) => {
    const current = await resource.find(segue, argument(request));
    const body = await readChanges(request, current, await resource.settings(request, 'update'));
    if (Object.keys(body).length === 0) {
      throw new Failure(exitCodes.usage, 'nothing to change was given', 'See the options with --help.');
    }
    const changed = objectIn(await segue.call('PATCH', pathOf(resource, current), { body }));
    showOne(say, resource, changed);
    say.note(`changed ${resource.one} ${resource.titleOf(changed)}`);
    return exitCodes.done;
  };
}
