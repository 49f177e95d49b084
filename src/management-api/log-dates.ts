/** A time from and a time before, in milliseconds since the Unix epoch. */
export interface Dates {
  readonly from?: number;
  readonly before?: number;
}

const day = String.raw`\d{4}-\d{2}-\d{2}`;
const instant = String.raw`${day}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z)?`;
const one = new RegExp(`^${instant}$`);
const range = new RegExp(String.raw`^([[{])\s*(${instant}|\*)\s+TO\s+(${instant}|\*)\s*([\]}])$`);
const dayMs = 86_400_000;

/**
 * Reads the dates of a search: a day, an instant, or a range of them (`[a TO b]`; braces leave the end out, `*` leaves it
 * open). A day is the whole of it, in UTC.
 */
export function readDates(value: string): Dates | undefined {
  const [, opening, from = '', to = '', closing] = one.test(value)
    ? ['', '[', value, value, ']']
    : (range.exec(value) ?? []);
  if (opening === undefined) return undefined;
  const start = spanOf(from);
  const end = spanOf(to);
  if (start === undefined || end === undefined) return undefined;
  const dates = {
    from: opening === '[' ? start.from : start.before,
    before: closing === ']' ? end.before : end.from,
  };
  return Object.fromEntries(Object.entries(dates).filter(([, at]) => Number.isFinite(at)));
}

/** From when to when a date or an instant lasts; a star has no ends. */
function spanOf(text: string): Required<Dates> | undefined {
  if (text === '*') return { from: Number.NaN, before: Number.NaN };
  const at = new Date(text);
  const isThere = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.slice(0, 10));
  if (!isThere) return undefined; // the 31st of February
  const from = Math.max(0, at.getTime());
  return { from, before: from + (text.includes('T') ? 1 : dayMs) };
}
