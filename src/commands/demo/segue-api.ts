import { isPlainObject } from '../../lib/json.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly milliseconds: number;
}

/** Calls Segue as any client would, over HTTP. */
export interface SegueApi {
  /** The operator's calls, with a token of the bootstrap client. */
  manage(method: string, path: string, body?: object): Promise<ApiAnswer>;
  token(parameters: Readonly<Record<string, string>>): Promise<ApiAnswer>;
}

export async function createSegueApi(
  url: string,
  operator: { readonly clientId: string; readonly clientSecret: string },
): Promise<SegueApi> {
  const token = (parameters: Readonly<Record<string, string>>): Promise<ApiAnswer> =>
    call(`${url}oauth/token`, { method: 'POST', body: new URLSearchParams(parameters) });
  const { body } = await token({
    grant_type: 'client_credentials',
    client_id: operator.clientId,
    client_secret: operator.clientSecret,
    audience: `${url}api/v2/`,
  });
  const authorization = `Bearer ${String(body['access_token'])}`;
  return {
    token,
    async manage(method, path, content) {
      const headers = {
        authorization,
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const answer = await call(`${url}api/v2/${path}`, {
        method,
        headers,
        ...(content === undefined ? {} : { body: JSON.stringify(content) }),
      });
      if (answer.status < 400) return answer;
      throw new Error(`${method} /api/v2/${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    },
  };
}

async function call(url: string, init: RequestInit): Promise<ApiAnswer> {
  const began = performance.now();
  const response = await fetch(url, init);
  const text = await response.text();
  const milliseconds = Math.round(performance.now() - began);
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, body: isPlainObject(parsed) ? parsed : { items: parsed }, milliseconds };
}
