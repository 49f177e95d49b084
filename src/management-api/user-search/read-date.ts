import type { ReadSpan } from './read-values.ts';

const dateForm =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i;

/**
 * The first and the last millisecond of a date as ISO 8601 writes it, of any precision from the year to the millisecond;
 * UTC unless it says otherwise. Undefined when it is no date.
 */
export const readDate: ReadSpan = (text) => {
  const match = dateForm.exec(text);
  if (match === null) return undefined;
  const given = match.slice(1, 7).filter((part) => part !== undefined);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = given.map(Number);
  const [, , , , , , , fraction, zone] = match;
  const milliseconds = Number((fraction ?? '').padEnd(3, '0'));
  const fields = [year, month, day, hour, minute, second] as const;
  if (!isOnTheCalendar(fields)) return undefined;
  const shift = shiftOf(zone);
  const at = (moved: readonly number[], ms: number): number => {
    const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = moved;
    return Date.UTC(y, mo - 1, d, h, mi, s, ms) - shift;
  };
  const first = at(fields, milliseconds);
  if (fraction !== undefined) return [first, first];
  const following = fields.map((field, place) => (place === given.length - 1 ? field + 1 : field));
  return [first, at(following, 0) - 1];
};

function isOnTheCalendar([year, month, day, hour, minute, second]: readonly [
  number,
  number,
  number,
  number,
  number,
  number,
]): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  // Date.UTC takes years below 100 for those of the twentieth century.
  return year >= 100 && isDay && hour < 24 && minute < 60 && second < 60;
}

/** How many milliseconds a zone is ahead of UTC. */
function shiftOf(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
