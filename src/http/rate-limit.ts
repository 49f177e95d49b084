import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../lib/clock.ts';
import { networkOf } from '../lib/network-of.ts';
import { sendProblem } from './answer-error.ts';
import type { Authentication } from './bearer.ts';
import type { Problem } from './problem.ts';
import { sourceOf } from './source-of.ts';

/**
 * Bounds how fast somebody may ask, whatever comes of it. Each has a bucket of tokens that refills at the rate; a request
 * takes one. Nodes do not share the buckets, for that would cost more than the requests (decision 014).
 */
export interface RateLimit {
  /** @param who what is counted together */
  take(who: string): RateVerdict;
}

/** What one more request comes to, as the headers tell it. */
export interface RateVerdict {
  readonly admitted: boolean;
  /** How many requests a full bucket is good for. */
  readonly limit: number;
  readonly remaining: number;
  /** When the bucket is full again, in seconds since the Unix epoch. */
  readonly resetAt: number;
  readonly retryAfterSeconds: number;
  /** Whether this is the first refusal in a while: worth a line in the log. */
  readonly isNews: boolean;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
  readonly toldAt: number;
}

// A page of a dashboard, or a tool's start, asks many things at once.
const burstSeconds = 2;
// 100 bytes each; whoever fell out of it begins with a full bucket.
const maxBuckets = 10_000;
const newsEveryMs = 60_000;

/** @param options.perSecond how many requests a second one may send, on average */
export function createRateLimit(options: { readonly perSecond: number; readonly clock: Clock }): RateLimit {
  const { perSecond, clock } = options;
  const limit = perSecond * burstSeconds;
  const buckets = new Map<string, Bucket>();

  /** Keeps the bucket, and lets the one go that was asked for least lately. */
  function keep(who: string, bucket: Bucket): void {
    buckets.delete(who);
    buckets.set(who, bucket);
    if (buckets.size <= maxBuckets) return;
    const [oldest] = buckets.keys();
    if (oldest !== undefined) buckets.delete(oldest);
  }

  return {
    take(who) {
      const now = clock.now();
      const before = buckets.get(who) ?? { tokens: limit, at: now, toldAt: Number.NEGATIVE_INFINITY };
      const refilled = before.tokens + (Math.max(now - before.at, 0) / 1000) * perSecond;
      const available = Math.min(refilled, limit);
      const admitted = available >= 1;
      const tokens = admitted ? available - 1 : available;
      const isNews = !admitted && now - before.toldAt >= newsEveryMs;
      keep(who, { tokens, at: now, toldAt: isNews ? now : before.toldAt });
      return {
        admitted,
        limit,
        remaining: Math.floor(tokens),
        resetAt: Math.ceil(now / 1000 + (limit - tokens) / perSecond),
        retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / perSecond)),
        isNews,
      };
    },
  };
}

/**
 * Counts a request, tells its sender by headers how many more it may send (Auth0's names; its SDKs read them), and answers
 * 429 when that is none.
 *
 * @returns whether it is answered
 */
export function limitRate(
  request: FastifyRequest,
  reply: FastifyReply,
  limit: RateLimit | undefined,
  who: string,
): boolean {
  if (limit === undefined) return false;
  const verdict = limit.take(who);
  reply.header('x-ratelimit-limit', verdict.limit);
  reply.header('x-ratelimit-remaining', verdict.remaining);
  reply.header('x-ratelimit-reset', verdict.resetAt);
  if (verdict.admitted) return false;
  if (verdict.isNews) request.log.warn({ who, limit: verdict.limit }, 'a rate limit is reached');
  sendProblem(request, reply, { ...tooFast, retryAfterSeconds: verdict.retryAfterSeconds });
  return true;
}

// Auth0's code and words.
const tooFast: Problem = {
  status: 429,
  code: 'too_many_requests',
  message: 'Global limit has been reached',
};

/** What requests with a token are counted by: the client that it was issued to; without a good one, the network. */
export function whoAsks(request: FastifyRequest, found: Authentication): string {
  const clientId = found.ok ? found.caller.clientId : null;
  return clientId === null ? whereFrom(request) : `client ${clientId}`;
}

/** What requests are counted by that nobody need prove anything for. */
export function whereFrom(request: FastifyRequest): string {
  return `network ${networkOf(sourceOf(request).ip ?? '')}`;
}
