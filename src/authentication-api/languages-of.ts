import type { FastifyRequest } from 'fastify';

/** The languages that a request's `Accept-Language` wants (RFC 9110, 12.5.4), the most wanted first. */
export function languagesOf(request: FastifyRequest): readonly string[] {
  const header = (request.headers['accept-language'] ?? '').slice(0, 500);
  return header
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*q=/i))
    .filter(([tag = '']) => /^[a-z]{1,8}(-[a-z\d]{1,8})*$/i.test(tag))
    .map(([tag = '', weight = '1']) => ({ tag, weight: Number(weight) || 0 }))
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, 10)
    .map(({ tag }) => tag);
}
