/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; a test that reads from it says what it expects. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in it
  readonly body: any;
  readonly milliseconds: number;
}

/** Sends a request and reads the answer to its end. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const began = performance.now();
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
    milliseconds: performance.now() - began,
  };
}
