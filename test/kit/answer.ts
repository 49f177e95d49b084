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
  const { status, headers } = response;
  return answerOf({ status, headers, text: await response.text(), began });
}

/** An answer from what was read of it; `began` is when the request was sent, by `performance.now()`. */
export function answerOf({
  status,
  headers,
  text,
  began,
}: Pick<Answer, 'status' | 'headers' | 'text'> & { readonly began: number }): Answer {
  const isJson = headers.get('content-type')?.includes('json') === true;
  return {
    status,
    headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
    milliseconds: performance.now() - began,
  };
}
