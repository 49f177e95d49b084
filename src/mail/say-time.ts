import type { Locale } from '../lib/locale.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A moment to the minute, in UTC: where the reader is, nobody knows. `4 November 2026 at 17:05 UTC` */
export function sayMoment(locale: Locale, epochMs: number): string {
  const moment = new Intl.DateTimeFormat(dialect(locale), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(epochMs);
  return moment.replace(/ (?=UTC$)/, '\u00a0');
}

/** A duration in at most two units, rounded to minutes, or to hours from two days on; never less than a minute. */
export function sayDuration(locale: Locale, durationMs: number): string {
  const rounded = roundTo(durationMs < 2 * dayMs ? minuteMs : hourMs, Math.max(durationMs, minuteMs));
  const parts = [
    sayUnit(locale, 'day', Math.floor(rounded / dayMs)),
    sayUnit(locale, 'hour', Math.floor((rounded % dayMs) / hourMs)),
    sayUnit(locale, 'minute', (rounded % hourMs) / minuteMs),
  ];
  const largest = parts.filter((part) => part !== null).slice(0, 2);
  return new Intl.ListFormat(dialect(locale), { type: 'conjunction' }).format(largest);
}

function sayUnit(locale: Locale, unit: 'day' | 'hour' | 'minute', count: number): string | null {
  if (count === 0) return null;
  return new Intl.NumberFormat(dialect(locale), { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

function roundTo(stepMs: number, durationMs: number): number {
  return Math.round(durationMs / stepMs) * stepMs;
}

// "4 November 2026 at 17:05" is understood by every reader of English; the American form is not.
function dialect(locale: Locale): string {
  return locale === 'en' ? 'en-GB' : locale;
}
