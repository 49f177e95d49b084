import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { type EndpointCall, registerEndpoints } from '../http/index.ts';
import { endpoints } from './endpoints.ts';
import { withExample } from './examples.ts';
import { machineTokens } from './machine-tokens.ts';
import type { ManagementApiNeeds } from './needs.ts';
import { answerAbsent } from './not-here/answer-absent.ts';

/** The Management API as a plugin; it brings its own path, `/api/v2`. */
export function managementApi(needs: ManagementApiNeeds): FastifyPluginAsync {
  return async (server) => {
    await server.register((scope) => registerRoutes(scope, needs), { prefix: '/api/v2' });
  };
}

async function registerRoutes(server: FastifyInstance, needs: ManagementApiNeeds): Promise<void> {
  const tokens = machineTokens(needs.tokens);
  registerEndpoints(server, {
    endpoints: endpoints.map(withExample),
    needs,
    tokens,
    rateLimit: needs.rateLimit,
    onCall: (call) => recordWrite(needs, call),
  });
  answerAbsent(server, tokens, needs.rateLimit);
}

/**
 * Every write leaves an event, also a refused one; reads would fill the log with themselves, and so would the writes of
 * the deploy tool, which sends everything whether or not it is new.
 */
async function recordWrite({ accounts }: ManagementApiNeeds, call: EndpointCall): Promise<void> {
  if (call.method === 'GET' || call.method === 'HEAD' || call.isUnchanged) return;
  const { method, path, status, caller, source } = call;
  await accounts.events.record({
    kind: 'api-called',
    method,
    path,
    status,
    source,
    clientId: caller.clientId,
  });
}
