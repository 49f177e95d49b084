import type { FastifyInstance } from 'fastify';
import { type TSchema, Type } from 'typebox';

export interface HealthNeeds {
  /** Whether the store answers and its schema is up to date. */
  readonly isReady: () => Promise<boolean>;
  /** The counters in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** The level at which action scripts run, and why; operators must see when it is the weaker one (S14). */
  readonly isolation: { readonly level: string; readonly reason: string };
}

const state: TSchema = Type.Object(
  {
    status: Type.Enum(['ok', 'ready', 'not ready']),
    isolation: Type.String({ description: 'The wall around action scripts', examples: ['strict'] }),
    isolation_reason: Type.String({ description: 'Why it is this one', examples: ['proven at start'] }),
  },
  { title: 'Health' },
);

const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

const healthSchema = { summary: 'See that the process answers', response: { 200: state } };
const readySchema = {
  summary: 'See whether the server can serve: the store answers, and its schema is up to date',
  response: { 200: state, 503: state },
};
const metricsSchema = {
  summary: 'Read the counters, in the text format of Prometheus',
  response: {
    200: {
      description: 'The counters',
      content: { 'text/plain': { schema: Type.String({ examples: ['segue_jobs{state="pending"} 0\n'] }) } },
    },
  },
};

/** `/healthz` (the process answers), `/readyz` (it can serve) and `/metrics`. */
export function registerHealth(server: FastifyInstance, { isReady, metrics, isolation }: HealthNeeds): void {
  const saying = (status: string): object => ({
    status,
    isolation: isolation.level,
    isolation_reason: isolation.reason,
  });
  server.get('/healthz', { schema: healthSchema }, async () => saying('ok'));
  server.get('/readyz', { schema: readySchema }, async (_request, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).send(saying(ready ? 'ready' : 'not ready'));
  });
  server.get('/metrics', { schema: metricsSchema }, async (_request, reply) =>
    reply.type(metricsType).send(await metrics()),
  );
}
