import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type Answer, ask } from '../kit/answer.ts';
import { issuer, type SegueProcess, startSegueProcess } from '../kit/segue-process.ts';
import { startNginx, startPostgres } from '../kit/services/index.ts';

/** Where requests can be sent: to a node, or to nginx before both. */
export type Door = Pick<SegueProcess, 'request' | 'token'>;

/** Two server processes on one PostgreSQL, behind one nginx, as a small deployment has it. */
export interface NodePair {
  readonly nodes: readonly [SegueProcess, SegueProcess];
  /** nginx, which gives the requests to both in turn. */
  readonly proxy: Door;
  stop(): Promise<void>;
}

export const audience = `${issuer}api/v2/`;
const bootstrap = { clientId: 'operator', clientSecret: randomBytes(24).toString('base64url') };

export async function startNodePair(): Promise<NodePair> {
  await using opened = new AsyncDisposableStack();
  const postgres = await startPostgres();
  opened.defer(() => postgres.stop());
  const options = {
    databaseUrl: await postgres.newDatabase(),
    secretKey: randomBytes(32).toString('base64'),
    environment: {
      SEGUE_TRUST_PROXY: '1',
      SEGUE_BOOTSTRAP_CLIENT_ID: bootstrap.clientId,
      SEGUE_BOOTSTRAP_CLIENT_SECRET: bootstrap.clientSecret,
    },
  };
  const startNode = async (): Promise<SegueProcess> => {
    const node = await startSegueProcess(options);
    opened.defer(() => node.stop());
    return node;
  };
  const nodes = [await startNode(), await startNode()] as const;
  const nginx = await startNginx(nodes.map(({ url }) => Number(new URL(url).port)));
  opened.defer(() => nginx.stop());
  const closing = opened.move();
  return { nodes, proxy: doorAt(nginx.url), stop: () => closing.disposeAsync() };
}

/** An access token for the Management API. */
export async function tokenOf(door: Door): Promise<string> {
  const { clientId: client_id, clientSecret: client_secret } = bootstrap;
  const answer = await door.token({ grant_type: 'client_credentials', client_id, client_secret, audience });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.access_token;
}

/** A Management API call with this token. */
export function callWith(
  door: Door,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const authorization = `Bearer ${token}`;
  if (body === undefined) return door.request(`api/v2/${path}`, { method, headers: { authorization } });
  const headers = { authorization, 'content-type': 'application/json' };
  return door.request(`api/v2/${path}`, { method, headers, body: JSON.stringify(body) });
}

/** Makes Management API calls at one place, with a token from there. */
export async function operatorAt(
  door: Door,
): Promise<(method: string, path: string, body?: unknown) => Promise<Answer>> {
  const token = await tokenOf(door);
  return (method, path, body) => callWith(door, token, method, path, body);
}

function doorAt(url: string): Door {
  const request: Door['request'] = (path, init) => ask(new URL(path, url).href, init);
  return {
    request,
    token: (parameters) => request('oauth/token', { method: 'POST', body: new URLSearchParams(parameters) }),
  };
}
