import type { JsonObject } from '../../lib/json.ts';
import { Refusal } from './api/refusal.ts';
import type { SegueApi } from './api/segue-api.ts';
import { exitCodes, Failure } from './failure.ts';

/**
 * Gets what an id names.
 *
 * @throws Failure with the advice, when there is nothing of this id
 */
export async function findOrExplain(
  segue: SegueApi,
  path: string,
  explanation: { readonly message: string; readonly advice: string },
): Promise<JsonObject> {
  try {
    return await segue.getObject(path);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    throw new Failure(exitCodes.notFound, explanation.message, explanation.advice);
  }
}
