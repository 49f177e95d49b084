import type { FastifyReply } from 'fastify';
import { layout } from './layout.ts';
import type { Page, PageFrame } from './page.ts';
import { showable } from './trusted-url.ts';

/** Sends a page with what keeps it to itself: nothing is stored, referred to, framed, or loaded from elsewhere. */
export function sendPage(reply: FastifyReply, frame: PageFrame, page: Page): FastifyReply {
  if (page.retryAfterSeconds !== undefined) reply.header('retry-after', page.retryAfterSeconds);
  return reply
    .code(page.status)
    .headers({
      ...toItself(frame),
      'content-type': 'text/html; charset=utf-8',
      'content-language': frame.locale,
    })
    .send(layout(frame, page));
}

/** Has the browser get another page of ours in place of this answer (303): a reload does not send the form again. */
export function sendOnward(reply: FastifyReply, frame: PageFrame, path: string): FastifyReply {
  return reply.headers(toItself(frame)).redirect(path, 303);
}

function toItself(frame: PageFrame): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(frame),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-robots-tag': 'noindex',
  };
}

/**
 * Own style and script, own images and the brand's logo. Forms are answered here and redirect to nobody else, so `form-action`
 * (which Chromium applies to redirects as well) names no other origin: one goes on by a link.
 */
function contentSecurityPolicy({ brand }: PageFrame): string {
  const logo = showable(brand.logoUrl);
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    `img-src 'self'${logo === null ? '' : ` ${logo.origin}`}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
