import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { type Answer, isUnchanged, statusOf } from './answer.ts';
import { sendProblem } from './answer-error.ts';
import { type AccessTokenVerifier, anonymous, authenticateBearer, type Caller } from './bearer.ts';
import { type Endpoint, scopesOf } from './endpoint.ts';
import { type ErrorForm, errorFormAt, refusedAs } from './error-form.ts';
import { anyScopeOf } from './open-api/index.ts';
import { readQueryValues } from './query-values.ts';
import { limitRate, type RateLimit, whoAsks } from './rate-limit.ts';
import { sourceOf } from './source-of.ts';

/** What an edge says of its endpoints. */
export interface EdgeOptions<Needs> {
  readonly endpoints: readonly Endpoint<Needs>[];
  readonly needs: Needs;
  /** Where an endpoint asks for a scope. */
  readonly tokens: AccessTokenVerifier;
  /** For each client that calls, and for each network that comes without a good token; none where there is no limit. */
  readonly rateLimit?: RateLimit | undefined;
  /** Told of each call that reached its handler, before it is answered. */
  readonly onCall?: (call: EndpointCall) => Promise<void>;
}

/** A call that was handled. */
export interface EndpointCall {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly status: number;
  /** A write that found everything as it was to become. */
  readonly isUnchanged: boolean;
  readonly caller: Caller;
  readonly source: ReturnType<typeof sourceOf>;
}

/**
 * Makes routes of an edge's endpoints. In this order: the token and its scopes, the schema check, the handler, and the
 * response schema, which drops what it does not name.
 */
export function registerEndpoints<Needs>(server: FastifyInstance, edge: EdgeOptions<Needs>): void {
  for (const endpoint of edge.endpoints) registerEndpoint(server, edge, endpoint);
}

function registerEndpoint<Needs>(
  server: FastifyInstance,
  { needs, tokens, rateLimit, onCall }: EdgeOptions<Needs>,
  endpoint: Endpoint<Needs>,
): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  const handle = endpoint.handler(needs);
  server.route({
    method: endpoint.method,
    url: endpoint.url,
    schema: routeSchema(endpoint, errorFormAt(server.prefix + endpoint.url)),
    async onRequest(request, reply) {
      if (endpoint.scope === null) return;
      const { authorization } = request.headers;
      const found = await authenticateBearer(tokens, authorization, scopesOf(endpoint));
      if (limitRate(request, reply, rateLimit, whoAsks(request, found))) return reply;
      if (found.ok) callers.set(request, found.caller);
      else return sendProblem(request, reply, found.problem);
    },
    async preValidation(request) {
      request.query = readQueryValues(request.query, endpoint.schema.querystring);
    },
    async handler(request, reply) {
      const caller = callers.get(request) ?? anonymous;
      const source = sourceOf(request);
      const { params, query, body } = request;
      const answer = await handle({ params, query, body, caller, source });
      const path = request.url.split('?', 1)[0] ?? '';
      const call = {
        method: request.method,
        path,
        status: statusOf(answer),
        isUnchanged: isUnchanged(answer),
        caller,
        source,
      };
      // What is done is done: who is told otherwise does it again, as Auth0's SDKs do after every 5xx.
      await onCall?.(call).catch((err: unknown) =>
        request.log.error({ err, call }, 'a call is not recorded'),
      );
      return sendAnswer(request, reply, answer);
    },
  });
}

function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  if ('problem' in answer) return sendProblem(request, reply, answer.problem);
  return reply
    .code(answer.status)
    .headers(answer.headers ?? {})
    .send(answer.body);
}

/** The route's schema with what every endpoint can answer, for the serializer and for OpenAPI. */
function routeSchema<Needs>(endpoint: Endpoint<Needs>, form: ErrorForm): FastifySchema {
  const { response, ...input } = endpoint.schema;
  const { summary, description } = endpoint;
  const refusals = endpoint.scope === null ? [400, 500, 503] : [400, 401, 403, 429, 500, 503];
  return {
    ...input,
    summary,
    ...(description === undefined ? {} : { description }),
    security: anyScopeOf(scopesOf(endpoint)),
    response: { ...refusedAs(form, refusals), ...response },
  };
}
