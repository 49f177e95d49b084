import type { FastifyInstance } from 'fastify';
import type { Source, TicketPurpose } from '../accounts/index.ts';
import { sourceOf } from '../http/index.ts';
import { isFromOwnPage } from './is-from-own-page.ts';
import type { PagesNeeds } from './needs.ts';
import { findOpenTicket, type OpenTicket, type TicketPath } from './open-ticket.ts';
import type { Page, PageFrame, WayOn } from './page.ts';
import { frameFor, type Surroundings } from './page-frame.ts';
import { pageSchema } from './page-schema.ts';
import { readField } from './read-field.ts';
import { sendOnward, sendPage } from './send-page.ts';
import { linkable } from './trusted-url.ts';
import { applicationOf } from './views/account.ts';
import { misread } from './views/notices.ts';

/** A page behind a mailed link: what it shows, and what its form does. */
export interface TicketPage {
  readonly path: TicketPath;
  readonly purpose: TicketPurpose;
  readonly gone: (frame: PageFrame) => Page;
  readonly show: (frame: PageFrame, ticket: OpenTicket) => Page;
  /** What its form does; the page is for when that is not done. */
  readonly submit: (needs: PagesNeeds, frame: PageFrame, submission: Submission) => Promise<Page | Done>;
  /** Says that it is done, and nothing of anybody. */
  readonly done: (frame: PageFrame, wayOn: WayOn | undefined) => Page;
}

/** It is done. */
export interface Done {
  /** Where the operator wants people to go on from here. */
  readonly resultUrl: string | null;
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
 * does what the link is for, and goes on to `/done`, which needs no ticket: a reload of that page, and a way back to it,
 * send nothing again.
 */
export function registerTicketPage(
  server: FastifyInstance,
  surroundings: Surroundings,
  page: TicketPage,
): void {
  const { needs } = surroundings;
  const ownOrigin = new URL(needs.baseUrl).origin;

  const opened = pageSchema(`Open the page “${page.purpose}” of a mailed link`, [200, 400, 410, 414, 500]);
  server.get(`/${page.path}`, { schema: opened }, async (request, reply) => {
    const frame = await frameFor(surroundings, request);
    const ticket = await findOpenTicket(needs, frame, page, request.query);
    return sendPage(reply, frame, ticket === undefined ? page.gone(frame) : page.show(frame, ticket));
  });

  const sent = pageSchema(
    `Send the form of the page “${page.purpose}”`,
    [200, 303, 400, 403, 410, 413, 415, 422, 429, 500, 503],
  );
  server.post(`/${page.path}`, { schema: sent, bodyLimit: maxFormBytes }, async (request, reply) => {
    const frame = await frameFor(surroundings, request);
    if (!isFromOwnPage(request.headers, ownOrigin)) return sendPage(reply, frame, misread(frame, 403));
    const ticket = await findOpenTicket(needs, frame, page, request.query);
    if (ticket === undefined) return sendPage(reply, frame, page.gone(frame));
    const submission = { ticket, body: request.body, source: sourceOf(request) };
    const answer = await page.submit(needs, frame, submission);
    if ('main' in answer) return sendPage(reply, frame, answer);
    return sendOnward(reply, frame, addressWhenDone(needs, frame, page, { ticket, ...answer }));
  });

  const done = pageSchema(`See that “${page.purpose}” is done`, [200, 400, 500]);
  server.get(`/${page.path}/done`, { schema: done }, async (request, reply) => {
    const frame = await frameFor(surroundings, request);
    const sealed = readField(request.query, 'to');
    return sendPage(
      reply,
      frame,
      page.done(frame, sealed === undefined ? undefined : needs.openWayOn(sealed)),
    );
  });
}

/** Of the page that says so; nothing in it tells whose ticket it was, or opens it. */
function addressWhenDone(
  { sealWayOn }: Pick<PagesNeeds, 'sealWayOn'>,
  frame: PageFrame,
  { path }: TicketPage,
  { ticket, resultUrl }: Done & { readonly ticket: OpenTicket },
): string {
  const parameters = new URLSearchParams();
  const url = linkable(resultUrl);
  if (url !== null) parameters.set('to', sealWayOn({ url, application: applicationOf(frame, ticket) }));
  if (ticket.languages !== undefined) parameters.set('ui_locales', ticket.languages);
  const query = parameters.size === 0 ? '' : `?${parameters}`;
  return `${frame.basePath}${path}/done${query}`;
}
