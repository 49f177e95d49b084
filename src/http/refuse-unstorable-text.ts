import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findTextFault } from '../lib/storable-text.ts';
import type { Problem } from './problem.ts';
import { malformed, type RequestPart } from './validation-problem.ts';

/** A request that is refused before its route sees it. Its message is for whoever called. */
export class MalformedRequest extends Error {
  readonly statusCode = 400;
  readonly code = 'SEGUE_MALFORMED_REQUEST';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * Refuses text that no store keeps as it is (NUL, half a surrogate pair), in whatever part of a request and on whatever
 * route: one that forgot to ask would answer 500 on PostgreSQL, and keep something else than was sent on SQLite.
 */
export function refuseUnstorableText(server: FastifyInstance): void {
  server.addHook('preValidation', async (request) => {
    const problem = request.is404 ? undefined : unstorablePart(request);
    if (problem !== undefined) throw new MalformedRequest(problem);
  });
}

function unstorablePart(request: FastifyRequest): Problem | undefined {
  const parts: readonly [RequestPart, unknown][] = [
    ['params', request.params],
    ['querystring', request.query],
    ['body', request.body],
  ];
  for (const [part, value] of parts) {
    const fault = findTextFault(value);
    if (fault !== undefined) return malformed(part, fault.reason, fault.path);
  }
  return undefined;
}
