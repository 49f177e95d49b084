import type { BreakerState } from './outage-breaker.ts';

/** How a connection's legacy user store does, as this node sees it. */
export interface LegacyCondition {
  /** Of the circuit breaker; `refused`: scripts may not run here. */
  readonly state: BreakerState | 'refused';
  /** Calls that it has not answered yet, those included whose callers do not wait any more. */
  readonly inFlight: number;
  /** Calls that wait for a place. */
  readonly waiting: number;
  /** Why the breaker is not closed. Redacted, for the operator. */
  readonly reason?: string;
  /** While the breaker is open: until it lets a call through; 0: the next one. */
  readonly retryAfterSeconds?: number;
}
