import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Answer, answerOf } from './answer.ts';

/** Sends requests over HTTPS to whoever has one of these certificates (PEM) or one that they have signed. */
export function askTrusting(ca: string): (url: string, init?: RequestInit) => Promise<Answer> {
  return async (url, init) => {
    const began = performance.now();
    const asked = new Request(url, init); // knows what headers a body brings along
    const { method } = asked;
    const body = await asked.text();
    const sent = httpsRequest(url, { method, ca, headers: Object.fromEntries(asked.headers), agent: false });
    sent.end(body);
    const received: IncomingMessage = (await once(sent, 'response'))[0];
    const text = Buffer.concat(await received.toArray()).toString();
    return answerOf({ status: received.statusCode ?? 0, headers: headersOf(received), text, began });
  };
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const pairs = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Headers(pairs);
}
