import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RecordedEvent } from '../accounts/index.ts';

/** Counters in the text format of Prometheus, without anything that names a user. */
export interface Metrics {
  count(event: RecordedEvent): void;
  /** The exposition text, and its content type. */
  text(): Promise<string>;
  readonly contentType: string;
  /** A gauge that is read when the metrics are. */
  gauge(name: string, help: string, read: () => number): void;
  /** One that has a value for each value of a label; without any when they cannot be read. */
  gauges(
    name: string,
    help: string,
    label: string,
    read: () => Promise<Readonly<Record<string, number>>>,
  ): void;
  /** An attempt at a job has ended. */
  countAttempt(kind: string, end: 'completed' | 'put-back' | 'failed'): void;
  /** A connection of a script has ended. */
  countEgress(connection: string, bytes: number): void;
  /** How the connections' legacy user stores do, by the connection's name; read when the metrics are. */
  legacy(read: () => Readonly<Record<string, LegacyLoad>>): void;
}

/** What the metrics tell of a legacy user store. */
export interface LegacyLoad {
  readonly state: 'closed' | 'half-open' | 'open' | 'refused';
  readonly inFlight: number;
  readonly waiting: number;
}

// An alert is "above 0"; the order is how bad it is.
const stateNumbers = { closed: 0, 'half-open': 1, open: 2, refused: 3 } as const;

// From a local database on the same host to a directory that times out at twenty seconds.
const legacySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const events = new Counter({
    name: 'segue_events_total',
    help: 'What happened, by kind of event and connection',
    labelNames: ['kind', 'connection'],
    registers,
  });
  const legacyCalls = new Histogram({
    name: 'segue_legacy_call_seconds',
    help: 'How long legacy systems took to answer, by connection',
    labelNames: ['connection'],
    buckets: legacySeconds,
    registers,
  });
  const attempts = new Counter({
    name: 'segue_job_attempts_total',
    help: 'Attempts at jobs and letters, by kind of job and how they ended',
    labelNames: ['kind', 'end'],
    registers,
  });
  const egressConnections = new Counter({
    name: 'segue_script_connections_total',
    help: 'Network connections of action scripts that have ended',
    labelNames: ['connection'],
    registers,
  });
  const egressBytes = new Counter({
    name: 'segue_script_network_bytes_total',
    help: 'Bytes that action scripts have sent and received',
    labelNames: ['connection'],
    registers,
  });
  const gauges: Metrics['gauges'] = (name, help, label, read) => {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers,
      labelNames: [label],
      // A store that does not answer must not take the other metrics along.
      async collect() {
        gauge.reset();
        const values = await read().catch(() => ({}));
        for (const [value, number] of Object.entries(values)) gauge.set({ [label]: value }, number);
      },
    });
  };
  return {
    count(event) {
      const connection = event.connectionName ?? '';
      events.inc({ kind: event.kind, connection });
      const durationMs = 'legacy' in event ? (event.legacy?.durationMs ?? 0) : 0;
      if (durationMs > 0) legacyCalls.observe({ connection }, durationMs / 1000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({ name, help, registers, collect: () => gauge.set(read()) });
    },
    gauges,
    countAttempt: (kind, end) => attempts.inc({ kind, end }),
    countEgress(connection, bytes) {
      egressConnections.inc({ connection });
      egressBytes.inc({ connection }, bytes);
    },
    legacy(read) {
      const told = (of: (load: LegacyLoad) => number) => async (): Promise<Record<string, number>> =>
        Object.fromEntries(Object.entries(read()).map(([name, load]) => [name, of(load)]));
      gauges(
        'segue_legacy_state',
        'Circuit breaker of a legacy user store: 0 closed, 1 half-open, 2 open',
        'connection',
        told(({ state }) => stateNumbers[state]),
      );
      gauges(
        'segue_legacy_in_flight',
        'Calls that a legacy user store has not answered yet',
        'connection',
        told(({ inFlight }) => inFlight),
      );
      gauges(
        'segue_legacy_waiting',
        'Calls that wait for a place at a legacy user store',
        'connection',
        told(({ waiting }) => waiting),
      );
    },
  };
}
