import type { JsonObject } from '../../../lib/json.ts';
import type { Output } from '../terminal/output.ts';
import type { Resource } from './resource.ts';

/** Shows one: as the API has it for programs, as a card for people. */
export function showOne(say: Output, { card }: Pick<Resource, 'card'>, item: JsonObject): void {
  if (say.json) say.document(item);
  else say.card(card(item));
}
