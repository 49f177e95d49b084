import { isPlainObject } from '../../lib/json.ts';

export interface ApiAnswer {
  readonly status: number;
  /** The body, where it is a JSON object; a list stands under `items`, anything else under `text`. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly milliseconds: number;
}

/** Calls Segue as any client would, over HTTP. */
export interface SegueApi {
  /** The operator's calls, with a token of the bootstrap client. */
  manage(method: string, path: string, body?: object): Promise<ApiAnswer>;
  token(parameters: Readonly<Record<string, string>>): Promise<ApiAnswer>;
  /** What an application's page posts: `dbconnections/signup`, `dbconnections/change_password`. */
  post(path: string, body: Readonly<Record<string, string>>): Promise<ApiAnswer>;
}

export async function createSegueApi(
  url: string,
  operator: { readonly clientId: string; readonly clientSecret: string },
): Promise<SegueApi> {
  const token: SegueApi['token'] = (parameters) =>
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
    post: (path, content) => call(`${url}${path}`, { method: 'POST', ...json(content) }),
    manage: (method, path, content) =>
      call(
        `${url}api/v2/${path}`,
        content === undefined
          ? { method, headers: { authorization } }
          : { method, ...json(content, { authorization }) },
      ),
  };
}

function json(
  content: object,
  headers: Readonly<Record<string, string>> = {},
): Pick<RequestInit, 'body' | 'headers'> {
  return { body: JSON.stringify(content), headers: { ...headers, 'content-type': 'application/json' } };
}

async function call(url: string, init: RequestInit): Promise<ApiAnswer> {
  const began = performance.now();
  const response = await fetch(url, init);
  const text = await response.text();
  const milliseconds = Math.round(performance.now() - began);
  return { status: response.status, body: readBody(response, text), milliseconds };
}

function readBody(response: Response, text: string): ApiAnswer['body'] {
  if (!response.headers.get('content-type')?.startsWith('application/json')) return { text };
  const parsed: unknown = JSON.parse(text);
  return isPlainObject(parsed) ? parsed : { items: parsed };
}
