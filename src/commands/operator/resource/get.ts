import { exitCodes } from '../failure.ts';
import { argument, type RunVerb } from '../verb.ts';
import type { Resource } from './resource.ts';
import { showOne } from './show-one.ts';

/** `segue NOUN get <one>` */
export function getOf(resource: Resource): RunVerb {
  return async ({ segue, say }, request) => {
    showOne(say, resource, await resource.find(segue, argument(request)));
    return exitCodes.done;
  };
}
