import type { FastifyInstance } from 'fastify';
import type { Source, TicketPurpose } from '../accounts/index.ts';
import { sourceOf } from '../http/index.ts';
import { isFromOwnPage } from './is-from-own-page.ts';
import type { PagesNeeds } from './needs.ts';
import { findOpenTicket, type OpenTicket, type TicketPath } from './open-ticket.ts';
import type { Page, PageFrame } from './page.ts';
import { frameFor, type Surroundings } from './page-frame.ts';
import { sendPage } from './send-page.ts';
import { misread } from './views/notices.ts';

/** A page behind a mailed link: what it shows, and what its form does. */
export interface TicketPage {
  readonly path: TicketPath;
  readonly purpose: TicketPurpose;
  readonly gone: (frame: PageFrame) => Page;
  readonly show: (frame: PageFrame, ticket: OpenTicket) => Page;
  readonly submit: (needs: PagesNeeds, frame: PageFrame, submission: Submission) => Promise<Page>;
}

/** A form that was sent. */
export interface Submission {
  readonly ticket: OpenTicket;
  /** Unchecked. */
  readonly body: unknown;
  readonly source: Source;
}

// The longest password, written three characters a byte, twice, and a kept one beside it are 8 kB.
const maxFormBytes = 16 * 1024;

/**
 * `GET` shows the page and changes nothing, whoever asks: a person, a mail scanner, a browser that fetches ahead. `POST`
 * does what the link is for.
 */
export function registerTicketPage(
  server: FastifyInstance,
  surroundings: Surroundings,
  page: TicketPage,
): void {
  const { needs } = surroundings;
  const ownOrigin = new URL(needs.baseUrl).origin;
  const schema = { hide: true }; // no API

  server.get(`/${page.path}`, { schema }, async (request, reply) => {
    const frame = await frameFor(surroundings, request);
    const ticket = await findOpenTicket(needs, frame, page, request.query);
    return sendPage(reply, frame, ticket === undefined ? page.gone(frame) : page.show(frame, ticket));
  });

  server.post(`/${page.path}`, { schema, bodyLimit: maxFormBytes }, async (request, reply) => {
    const frame = await frameFor(surroundings, request);
    if (!isFromOwnPage(request.headers, ownOrigin)) return sendPage(reply, frame, misread(frame, 403));
    const ticket = await findOpenTicket(needs, frame, page, request.query);
    if (ticket === undefined) return sendPage(reply, frame, page.gone(frame));
    const submission = { ticket, body: request.body, source: sourceOf(request) };
    return sendPage(reply, frame, await page.submit(needs, frame, submission));
  });
}
