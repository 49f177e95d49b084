import type { Logger } from 'pino';
import type { RecordedEvent } from '../accounts/index.ts';
import type { Metrics } from './metrics.ts';

/** Kinds that an operator must act upon; everything else is news. */
const warnings: ReadonlySet<RecordedEvent['kind']> = new Set([
  'legacy-unavailable',
  'script-egress-refused',
  'legacy-breaker-opened',
  'script-fault',
  'legacy-user-not-migrated',
  'doubtful-user-found',
  'letter-not-delivered',
]);

/**
 * Tells what has happened, after it was committed: a log line and a counter. The stored record was written with the
 * change itself. The line names users by id only; what they typed stays in the record.
 */
export function announceEvent(
  to: { readonly logger: Logger; readonly metrics: Metrics },
  event: RecordedEvent,
): void {
  const { identifier: _typed, source, ...line } = event;
  to.metrics.count(event);
  to.logger[warnings.has(event.kind) ? 'warn' : 'info']({ event: { ...line, ip: source.ip } }, event.kind);
}
