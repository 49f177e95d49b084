import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Source } from '../accounts/index.ts';

// Browsers stay under 300 characters; events keep what is left of the rest.
const maxUserAgentCharacters = 512;

/** Where a request came from, for events. */
export function sourceOf(request: FastifyRequest): Source {
  const userAgent = request.headers['user-agent'];
  const ip = isIP(request.ip) === 0 ? (request.socket.remoteAddress ?? null) : request.ip;
  return { ip, userAgent: userAgent?.slice(0, maxUserAgentCharacters) ?? null };
}
