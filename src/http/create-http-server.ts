import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  fastify,
  LogController,
} from 'fastify';
import { answerError, answerNotFound } from './answer-error.ts';
import { answerUnreadable } from './answer-unreadable.ts';
import { acceptForms } from './form-body.ts';
import { acceptJson } from './json-body.ts';
import { lazySchemas } from './lazy-schemas.ts';
import { refuseUnstorableText } from './refuse-unstorable-text.ts';
import { logRequests } from './request-log.ts';
import { setSecurityHeaders } from './security-headers.ts';

export interface HttpServerOptions {
  readonly logger: FastifyBaseLogger;
  /** PEM texts: HTTPS without a proxy. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /**
   * How many proxies stand in front, 0 by default. The caller's address is what the outermost of them has seen; whatever
   * stands to the left of that in `X-Forwarded-For` the caller may have written himself.
   */
  readonly trustedProxies?: number;
}

// The deploy tool pauses for seconds between calls; a shorter life than its makes it fail ("fetch failed").
const keepAliveTimeoutMs = 75_000;
// A whole request, headers and body: generous to slow links, an end to those who only hold the socket.
const requestTimeoutMs = 60_000;
const bodyLimitBytes = 1024 * 1024;
// A resource server's identifier stands in paths, percent-encoded: up to three characters for each of its bytes.
const maxParamCharacters = 2048;

/**
 * The server that all edges mount on: bodies in JSON or urlencoded form, checked by each route's schema without
 * coercion; errors in the form of the API that was called; nothing of a body or query string in the log. `close()` lets
 * requests in flight finish and ends idle connections.
 */
export function createHttpServer({ logger, tls, trustedProxies = 0 }: HttpServerOptions): FastifyInstance {
  const options: FastifyServerOptions<Server, FastifyBaseLogger> = {
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: trustedProxies > 0 && ((_address, hop) => hop < trustedProxies),
    bodyLimit: bodyLimitBytes,
    routerOptions: { maxParamLength: maxParamCharacters },
    serverFactory: (handler) => listeningServer(handler, tls),
    forceCloseConnections: 'idle',
    frameworkErrors: answerError,
    clientErrorHandler: answerUnreadable,
    ajv: { customOptions: validation },
    schemaController: { compilersFactory: lazySchemas },
  };
  const server: FastifyInstance = fastify(options);
  server.setErrorHandler(answerError);
  server.setNotFoundHandler(answerNotFound);
  acceptForms(server);
  acceptJson(server);
  refuseUnstorableText(server);
  setSecurityHeaders(server, { overTls: tls !== undefined });
  logRequests(server);
  partWhenClosing(server);
  return server;
}

/** An answer that is sent while the server closes ends its connection: a kept one would hold the server up. */
function partWhenClosing(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}

// A body is what it says: nothing is dropped and "5" is not 5 (S5). `verbose` lets an error name the type it found.
const validation = {
  removeAdditional: false,
  coerceTypes: false,
  useDefaults: true,
  allowUnionTypes: true,
  verbose: true,
} as const;

function listeningServer(handler: RequestListener, tls: HttpServerOptions['tls']): Server {
  const server: Server = tls === undefined ? createServer(handler) : createTlsServer(tls, handler);
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  return server;
}
