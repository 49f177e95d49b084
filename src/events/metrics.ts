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
}

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
  return {
    count(event) {
      const connection = event.connectionName ?? '';
      events.inc({ kind: event.kind, connection });
      if ('legacy' in event) legacyCalls.observe({ connection }, event.legacy.durationMs / 1000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({ name, help, registers, collect: () => gauge.set(read()) });
    },
    gauges(name, help, label, read) {
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
    },
  };
}
