import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { errorFormAt } from './error-form.ts';
import type { Problem } from './problem.ts';
import { apiHeaders } from './security-headers.ts';

/** What Node says of bytes that it cannot read as a request. */
export interface UnreadableRequest extends Error {
  readonly code?: string | undefined;
  /** The bytes that it stumbled over; often they begin with the line that names the path. */
  readonly rawPacket?: unknown;
}

/**
 * Answers what is no request, or too long a one, before any route is known: Node would say nothing of our headers, and
 * Fastify has a form of its own.
 */
export function answerUnreadable(error: UnreadableRequest, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = problemOf(error.code);
  const body = JSON.stringify(errorFormAt(pathIn(error.rawPacket)).body(problem));
  const headers = {
    ...apiHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n`;
  if (socket.writable) socket.write(`${status}${lines.join('')}\r\n${body}`);
  socket.destroySoon();
}

function problemOf(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, code: null, message: 'The address and the headers are too long together' };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, code: null, message: 'The request took too long to arrive' };
    default:
      return { status: 400, code: null, message: 'This is no HTTP request' };
  }
}

function pathIn(bytes: unknown): string {
  const text = Buffer.isBuffer(bytes) ? bytes.toString('latin1') : '';
  return /^[A-Z]+ (\/[^\s?]*)/.exec(text)?.[1] ?? '/';
}
