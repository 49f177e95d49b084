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

const state: TSchema = Type.Object({
  status: Type.String(),
  isolation: Type.String(),
  isolation_reason: Type.String(),
});

/** `/healthz` (the process answers), `/readyz` (it can serve) and `/metrics`. */
export function registerHealth(server: FastifyInstance, { isReady, metrics, isolation }: HealthNeeds): void {
  const saying = (status: string): object => ({
    status,
    isolation: isolation.level,
    isolation_reason: isolation.reason,
  });
  server.get('/healthz', { schema: { response: { 200: state } } }, async () => saying('ok'));
  server.get('/readyz', { schema: { response: { 200: state, 503: state } } }, async (_request, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).send(saying(ready ? 'ready' : 'not ready'));
  });
  server.get('/metrics', async (_request, reply) => {
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics());
  });
}
