import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { readAssets, registerAssets } from './assets.ts';
import { emailVerification } from './email-verification.ts';
import { joinSameChange } from './join-same-change.ts';
import type { PagesNeeds } from './needs.ts';
import { frameFor, frameForFailure, type Surroundings } from './page-frame.ts';
import { registerTicketPage } from './register-ticket-page.ts';
import { resetPassword } from './reset-password.ts';
import { sendPage } from './send-page.ts';
import { failed, misread, notFound } from './views/notices.ts';

/** The pages as a Fastify plugin; it brings its own path, `/u`. */
export function pages(needs: PagesNeeds): FastifyPluginAsync {
  return async (server) => {
    await server.register((scope) => registerPages(scope, needs), { prefix: '/u' });
  };
}

async function registerPages(server: FastifyInstance, needs: PagesNeeds): Promise<void> {
  const confirmPasswordChange = joinSameChange((form) => needs.confirmPasswordChange(form));
  const surroundings: Surroundings = {
    needs: { ...needs, confirmPasswordChange },
    assets: await readAssets(),
  };
  server.removeContentTypeParser('application/json'); // a browser's form has no such body
  registerAssets(server, surroundings.assets);
  registerTicketPage(server, surroundings, resetPassword);
  registerTicketPage(server, surroundings, emailVerification);
  answerFailures(server, surroundings);
}

/** Whoever opens a page reads a page, also where there is none and where something fails. */
function answerFailures(server: FastifyInstance, surroundings: Surroundings): void {
  server.setNotFoundHandler(async (request, reply) => {
    const frame = await frameFor(surroundings, request);
    return sendPage(reply, frame, notFound(frame));
  });
  server.setErrorHandler(async (error, request, reply) => {
    const status = refusedStatus(error);
    if (status === undefined) request.log.error({ err: error }, 'a page failed unexpectedly');
    const frame = await frameForFailure(surroundings, request);
    return sendPage(reply, frame, status === undefined ? failed(frame) : misread(frame, status));
  });
}

/** The status of a request that Fastify, or the parser of forms, would not read. */
function refusedStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}
