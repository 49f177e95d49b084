import type { JsonObject } from '../../../lib/json.ts';
import type { Query, SegueApi } from '../api/segue-api.ts';
import type { Setting } from '../read-changes.ts';
import type { Column } from '../terminal/table.ts';
import type { VerbRequest } from '../verb.ts';

/** What all that is listed, made, changed and deleted alike has to say of itself. */
export interface Resource {
  /** What one is called: "user". */
  readonly one: string;
  /** Below `/api/v2/`, and in the answers of lists. */
  readonly path: string;
  readonly columns: readonly Column<JsonObject>[];
  readonly idOf: (item: JsonObject) => string;
  /** What people know it by. */
  readonly titleOf: (item: JsonObject) => string;
  /** Everything about one, for people. */
  readonly card: (item: JsonObject) => readonly (readonly [name: string, value: string])[];
  /**
   * The one that somebody names: by its id, or by what people call it.
   *
   * @throws Failure when there is none, or more than one
   */
  readonly find: (segue: SegueApi, named: string) => Promise<JsonObject>;
  /** What the options of a list say to the API. */
  readonly listQuery?: (request: VerbRequest) => Query;
  /** What the options of its own say when one is made or changed. */
  readonly settings: (request: VerbRequest, how: 'create' | 'update') => Promise<readonly Setting[]>;
}

/** The path of one of them. */
export function pathOf({ path, idOf }: Resource, item: JsonObject): string {
  return `${path}/${encodeURIComponent(idOf(item))}`;
}
