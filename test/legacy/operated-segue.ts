import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { descendantsOf } from '../kit/processes.ts';
import {
  issuer,
  type SegueProcess,
  type SegueProcessOptions,
  startSegueProcess,
} from '../kit/segue-process.ts';
import type { TestedStore } from '../kit/stores.ts';

/** A whole Segue in a process of its own, so that its memory and its scripts' processes are nobody else's. */
export interface OperatedSegue extends SegueProcess {
  readonly databaseUrl: string;
  /** A Management API call with the bootstrap client's token. */
  manage(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The processes that it has started itself: one for each runner of scripts, those that it keeps ready included. */
  runners(): readonly number[];
}

/** Starts it on an empty database, at the best level of isolation that this machine has; the test's end stops it. */
export async function startOperatedSegue(
  t: TestContext,
  store: TestedStore,
  { environment, program }: Pick<SegueProcessOptions, 'environment' | 'program'> = {},
): Promise<OperatedSegue> {
  const { url: databaseUrl, remove } = await store.empty();
  t.after(remove);
  const operator = { client_id: 'operator', client_secret: randomBytes(32).toString('hex') };
  const segue = await startSegueProcess({
    databaseUrl,
    secretKey: randomBytes(32).toString('base64'),
    environment: {
      SEGUE_BOOTSTRAP_CLIENT_ID: operator.client_id,
      SEGUE_BOOTSTRAP_CLIENT_SECRET: operator.client_secret,
      SEGUE_TRUST_PROXY: 'true',
      ...environment,
    },
    ...(program === undefined ? {} : { program }),
  });
  t.after(() => segue.stop());
  const authorization = `Bearer ${await operatorToken(segue, operator)}`;
  return {
    ...segue,
    databaseUrl,
    manage(method, path, body) {
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const init = { method, headers: { authorization, ...type } };
      return segue.request(
        `api/v2/${path}`,
        body === undefined ? init : { ...init, body: JSON.stringify(body) },
      );
    },
    runners: () => childrenOf(segue.pid),
  };
}

async function operatorToken(
  segue: SegueProcess,
  operator: Readonly<Record<string, string>>,
): Promise<string> {
  const audience = `${issuer}api/v2/`;
  const answer = await segue.token({ grant_type: 'client_credentials', audience, ...operator });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.access_token;
}

function childrenOf(pid: number): readonly number[] {
  const all = descendantsOf(pid);
  const further = new Set(all.flatMap(descendantsOf));
  return all.filter((each) => !further.has(each));
}
