import type { JsonObject } from '../../../lib/json.ts';
import { readFirst } from '../api/read-pages.ts';
import type { Query, SegueApi } from '../api/segue-api.ts';
import { textAt, timeAt } from '../show.ts';
import type { Output } from '../terminal/output.ts';
import type { Paint } from '../terminal/paint.ts';
import { safeText } from '../terminal/safe-text.ts';
import type { Column } from '../terminal/table.ts';

/** The newest events of a log, the last first. */
export async function readLast(
  segue: SegueApi,
  path: string,
  { limit, query = {} }: { readonly limit: number; readonly query?: Query },
): Promise<readonly JsonObject[]> {
  return (await readFirst(segue, path, { name: 'logs', limit, query })).items;
}

/** Shows events: one document for programs, a table for people. */
export function showLogs(say: Output, events: readonly JsonObject[]): void {
  if (say.json) say.document(events);
  else if (events.length === 0) say.note('no event found');
  else say.table(columns, events);
}

const columns: readonly Column<JsonObject>[] = [
  { title: 'time (utc)', of: (event) => timeAt(event, 'date') },
  { title: 'type', of: (event) => textAt(event, 'type'), paint: paintOf },
  { title: 'who', of: whoOf, gives: true },
  { title: 'connection', of: (event) => textAt(event, 'connection'), gives: true },
  { title: 'ip', of: (event) => textAt(event, 'ip') },
  { title: 'what', of: (event) => textAt(event, 'description'), gives: true },
];

/** An event as a line that stands for itself, for a log that is followed. */
export function logLine(say: Output, event: JsonObject): string {
  const type = say.paint(paintOf(event), safeText(textAt(event, 'type')).padEnd(6));
  const parts = [whoOf(event), textAt(event, 'connection'), textAt(event, 'ip')].filter(
    (part) => part !== '',
  );
  const about = parts.length === 0 ? '' : say.paint('dim', ` (${safeText(parts.join(', '))})`);
  return `${say.paint('dim', safeText(timeAt(event, 'date')))} ${type} ${safeText(textAt(event, 'description'))}${about}`;
}

function whoOf(event: JsonObject): string {
  return textAt(event, 'user_name') || textAt(event, 'user_id') || textAt(event, 'client_id');
}

/** Auth0's type codes begin with `s` for what succeeded and `f` for what did not. */
function paintOf(event: JsonObject): Paint {
  const type = textAt(event, 'type');
  if (type.startsWith('f') || type.startsWith('limit')) return 'red';
  return type.startsWith('s') ? 'green' : 'yellow';
}
