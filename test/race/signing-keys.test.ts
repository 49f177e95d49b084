import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { eventually } from '../kit/eventually.ts';
import { issuer, type SegueProcess, startSegueProcess } from '../kit/segue-process.ts';
import { skipUnless, startPostgres } from '../kit/services/index.ts';

const audience = `${issuer}api/v2/`;
const bootstrap = { clientId: 'operator', clientSecret: randomBytes(24).toString('base64url') };
const rotations = 4;

test('signing keys rotate under load without one failed verification', skipUnless('postgres'), async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  const databaseUrl = await postgres.newDatabase();
  const nodes = await startNodes(databaseUrl);
  t.after(() => Promise.all(nodes.map((node) => node.stop())));
  const [one, other] = nodes;

  const load = putUnderLoad(nodes);
  await load.round();
  for (let turn = 0; turn < rotations; turn += 1) {
    // Whoever verifies keeps the keys for a while: these are from before the rotation.
    load.verifyWith(await jwksOf(turn % 2 === 0 ? one : other));
    const rotated = await asOperator(turn % 2 === 0 ? other : one, 'POST', 'keys/signing/rotate');
    assert.equal(rotated.status, 201, rotated.text);
    await load.untilSignedBy(rotated.body.kid);
    await eventually(async () => sameKids(await jwksOf(one), await jwksOf(other)), {
      within: 1_000,
      what: 'both nodes show the same keys',
    });
  }
  const { answers, failures } = await load.end();
  assert.deepEqual(failures, []);
  assert.ok(answers > 50, `${answers} tokens were used`);

  await t.test('a revoked key’s tokens are refused by the other node within a second', async () => {
    const old = await tokenOf(one);
    assert.equal((await asOperator(one, 'POST', 'keys/signing/rotate')).status, 201);
    const { kid = '' } = decodeProtectedHeader(old);
    assert.equal((await use(other, old)).status, 200);
    assert.equal((await asOperator(one, 'PUT', `keys/signing/${kid}/revoke`)).status, 200);
    await eventually(async () => (await use(other, old)).status === 401, {
      within: 1_000,
      what: 'the other node refuses the token',
    });
    assert.ok(!kidsOf(await jwksOf(other)).includes(kid));
  });
});

async function startNodes(databaseUrl: string): Promise<readonly [SegueProcess, SegueProcess]> {
  const options = {
    databaseUrl,
    secretKey: randomBytes(32).toString('base64'),
    environment: {
      SEGUE_BOOTSTRAP_CLIENT_ID: bootstrap.clientId,
      SEGUE_BOOTSTRAP_CLIENT_SECRET: bootstrap.clientSecret,
    },
  };
  return [await startSegueProcess(options), await startSegueProcess(options)];
}

interface Load {
  /** What tokens are verified with from now on. */
  verifyWith(jwks: JSONWebKeySet): void;
  /** Waits for one more token of each worker. */
  round(): Promise<void>;
  untilSignedBy(kid: string): Promise<void>;
  end(): Promise<{ readonly answers: number; readonly failures: readonly string[] }>;
}

/** Workers that take a token at one node, verify it as an API does, and use it at the other node, until told to end. */
function putUnderLoad(nodes: readonly [SegueProcess, SegueProcess]): Load {
  const failures: string[] = [];
  const signedBy = new Set<string>();
  let keys: ReturnType<typeof createLocalJWKSet> | undefined;
  let answers = 0;
  let isOver = false;
  const visit = async (from: SegueProcess, to: SegueProcess): Promise<void> => {
    const keysBefore = keys;
    const token = await tokenOf(from);
    signedBy.add(decodeProtectedHeader(token).kid ?? '');
    if (keysBefore !== undefined && keysBefore === keys)
      await jwtVerify(token, keysBefore, { issuer, audience });
    const { status, text } = await use(to, token);
    if (status !== 200) throw new Error(`${status} ${text}`);
    answers += 1;
  };
  const work = async (from: SegueProcess, to: SegueProcess): Promise<void> => {
    while (!isOver) await visit(from, to).catch((error: unknown) => void failures.push(String(error)));
  };
  const [one, other] = nodes;
  const workers = [work(one, other), work(other, one), work(one, other), work(other, one)];
  const until = (what: string, holds: () => boolean): Promise<unknown> =>
    eventually(async () => holds(), { within: 30_000, what });
  return {
    verifyWith: (jwks) => {
      keys = createLocalJWKSet(jwks);
    },
    round: async () => {
      const goal = answers + workers.length;
      await until('more tokens', () => answers >= goal);
    },
    untilSignedBy: async (kid) => void (await until(`a token signed by ${kid}`, () => signedBy.has(kid))),
    end: async () => {
      isOver = true;
      await Promise.all(workers);
      return { answers, failures };
    },
  };
}

async function tokenOf(node: SegueProcess): Promise<string> {
  const { clientId: client_id, clientSecret: client_secret } = bootstrap;
  const answer = await node.token({ grant_type: 'client_credentials', client_id, client_secret, audience });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.access_token;
}

function use(node: SegueProcess, token: string): ReturnType<SegueProcess['request']> {
  return node.request('api/v2/connections', { headers: { authorization: `Bearer ${token}` } });
}

async function asOperator(
  node: SegueProcess,
  method: string,
  path: string,
): ReturnType<SegueProcess['request']> {
  const headers = { authorization: `Bearer ${await tokenOf(node)}` };
  return node.request(`api/v2/${path}`, { method, headers });
}

async function jwksOf(node: SegueProcess): Promise<JSONWebKeySet> {
  return (await node.request('.well-known/jwks.json')).body;
}

function kidsOf({ keys }: JSONWebKeySet): readonly (string | undefined)[] {
  return keys.map(({ kid }) => kid);
}

function sameKids(one: JSONWebKeySet, other: JSONWebKeySet): boolean {
  return JSON.stringify(kidsOf(one)) === JSON.stringify(kidsOf(other));
}
