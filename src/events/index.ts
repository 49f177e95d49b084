/**
 * What the outside sees of what happens: a log line and a counter for each recorded event, the log itself, the metrics.
 * The record is kept by `store/`, in the transaction of the change; `app.ts` calls `announceEvent` after its commit.
 */
export { announceEvent } from './announce-event.ts';
export { createLogger } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
