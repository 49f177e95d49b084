import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HashQueueFull, SearchTookTooLong } from '../accounts/index.ts';
import { errorFormAt } from './error-form.ts';
import { internalProblem, type Problem } from './problem.ts';
import { MalformedRequest } from './refuse-unstorable-text.ts';
import { isValidationError, validationProblem } from './validation-problem.ts';

/**
 * Answers whatever a route threw, or Fastify before any route, in the form of the API that was called. What nobody
 * expected is logged with its stack and answered 500 without a word of its cause.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  if (problem.status >= 500) request.log.error({ err: error }, 'a request failed unexpectedly');
  return sendProblem(request, reply, problem);
}

/** Answers a request that no route is there for. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, { status: 404, code: null, message: 'Not Found' });
}

/** Sends a problem in the form of the API that was called. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer'); // RFC 6750, 3
  return reply.code(problem.status).send(errorFormAt(request.url).body(problem));
}

// Fastify's own messages quote the request: these say the same without it.
const messages: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: 'The path is not valid percent-encoding',
  FST_ERR_CTP_INVALID_JSON_BODY: 'Invalid request payload JSON format',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The request payload is empty',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The request payload is too large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The media type is neither application/json nor urlencoded',
};

function problemOf(error: unknown): Problem {
  if (error instanceof HashQueueFull) return busyProblem(error.retryAfterSeconds);
  if (error instanceof SearchTookTooLong) return tooLongProblem;
  if (isValidationError(error)) return validationProblem(error);
  if (error instanceof MalformedRequest) return error.problem;
  if (!isRefusal(error)) return internalProblem;
  const { statusCode: status, code } = error;
  const isUrl = code === 'FST_ERR_BAD_URL' || status === 414;
  return {
    status,
    code: isUrl ? 'invalid_uri' : 'invalid_body',
    message: messages[code] ?? STATUS_CODES[status] ?? 'Bad Request',
  };
}

const tooLongProblem: Problem = {
  status: 503,
  code: 'temporarily_unavailable',
  message: 'The search took too long: narrow it down',
};

function busyProblem(retryAfterSeconds: number): Problem {
  return {
    status: 503,
    code: 'temporarily_unavailable',
    message: 'The server is busy: try again later',
    retryAfterSeconds,
  };
}

/** Whether Fastify, or one of our parsers, refused the request before a handler saw it. */
function isRefusal(error: unknown): error is { statusCode: number; code: string } {
  if (!(error instanceof Error) || !('statusCode' in error) || !('code' in error)) return false;
  const { statusCode, code } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 && typeof code === 'string';
}
