import { Agent, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** From the first byte sent to the last one received. */
  readonly milliseconds: number;
}

export interface HttpQuestion {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

// Connections stay open, as those of a proxy in front do.
const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/** A request over a kept connection, with as little work here as may be: the one who asks must not be the slow one. */
export function send(
  url: string,
  { method = 'POST', headers = {}, body = '' }: HttpQuestion,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const length = String(Buffer.byteLength(body));
    const sent = request(
      url,
      { agent, method, headers: { ...headers, 'content-length': length } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text, milliseconds: performance.now() - began });
        });
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

export function sendForm(
  url: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return send(url, { headers: { ...headers, ...type }, body: new URLSearchParams(parameters).toString() });
}

export function sendJson(
  url: string,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  return send(url, {
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });
}

/** Asks over and over, so many at a time, for so long; answers with how often. */
export async function keepAsking(
  milliseconds: number,
  atOnce: number,
  askOnce: () => Promise<unknown>,
): Promise<number> {
  const end = performance.now() + milliseconds;
  let count = 0;
  const asker = async (): Promise<void> => {
    for (; performance.now() < end; count += 1) await askOnce();
  };
  await Promise.all(Array.from({ length: atOnce }, asker));
  return count;
}
