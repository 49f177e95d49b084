import type { JsonValue } from '../../../lib/json.ts';
import { type Paint, painter } from './paint.ts';
import { safeJson, safeText } from './safe-text.ts';
import { type Column, cardLines, tableLines } from './table.ts';

/** What a verb says: what was asked for on the standard output, all else on the standard error. */
export interface Output {
  /** Whether a program reads it (`--json`): then what was asked for is one JSON document, and nothing else. */
  readonly json: boolean;
  /** A document, for programs. */
  document(value: JsonValue | object): void;
  /** One document a line, for programs that read as it comes. */
  record(value: JsonValue | object): void;
  /** A line for people, as it is: made safe already. */
  line(text: string): void;
  table<T>(columns: readonly Column<T>[], items: readonly T[]): void;
  card(pairs: readonly (readonly [name: string, value: string])[]): void;
  /** A remark beside what was asked for; anything may stand in it. */
  note(text: string): void;
  paint(paint: Paint, text: string): string;
}

/** Writes to this process's streams. */
export function createOutput(json: boolean): Output {
  const paint = painter(process.stdout);
  const paintNote = painter(process.stderr);
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  return {
    json,
    document: (value) => print(safeJson(JSON.stringify(value, null, 2))),
    record: (value) => print(safeJson(JSON.stringify(value))),
    line: print,
    table(columns, items) {
      const width = process.stdout.isTTY ? process.stdout.columns : undefined;
      for (const line of tableLines(columns, items, { columns: width, paint })) print(line);
    },
    card(pairs) {
      for (const line of cardLines(pairs, { paint })) print(line);
    },
    note: (text) => void process.stderr.write(`${paintNote('dim', `segue: ${safeText(text)}`)}\n`),
    paint,
  };
}
