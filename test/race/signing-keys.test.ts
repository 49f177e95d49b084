import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { eventually } from '../kit/eventually.ts';
import { issuer } from '../kit/segue-process.ts';
import { skipUnless } from '../kit/services/index.ts';
import {
  audience,
  callWith,
  type Door,
  type NodePair,
  operatorAt,
  startNodePair,
  tokenOf,
} from './node-pair.ts';

const rotations = 4;

test(
  'signing keys rotate under load without one failed verification',
  skipUnless('postgres', 'nginx'),
  async (t) => {
    const pair = await startNodePair();
    t.after(() => pair.stop());
    const [one, other] = pair.nodes;

    const load = putUnderLoad(pair);
    await load.round();
    for (let turn = 0; turn < rotations; turn += 1) {
      // Whoever verifies keeps the keys for a while: these are from before the rotation.
      load.verifyWith(await jwksOf(turn % 2 === 0 ? one : other));
      const operate = await operatorAt(turn % 2 === 0 ? other : one);
      const rotated = await operate('POST', 'keys/signing/rotate');
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
      const operate = await operatorAt(one);
      assert.equal((await operate('POST', 'keys/signing/rotate')).status, 201);
      const { kid = '' } = decodeProtectedHeader(old);
      assert.equal((await use(other, old)).status, 200);
      assert.equal((await operate('PUT', `keys/signing/${kid}/revoke`)).status, 200);
      await eventually(async () => (await use(other, old)).status === 401, {
        within: 1_000,
        what: 'the other node refuses the token',
      });
      assert.ok(!kidsOf(await jwksOf(other)).includes(kid));
    });
  },
);

interface Load {
  /** What tokens are verified with from now on. */
  verifyWith(jwks: JSONWebKeySet): void;
  /** Waits for one more token of each worker. */
  round(): Promise<void>;
  untilSignedBy(kid: string): Promise<void>;
  end(): Promise<{ readonly answers: number; readonly failures: readonly string[] }>;
}

/**
 * Workers that take a token at one place, verify it as an API does, and use it at another, until told to end: from node to
 * node, and by nginx, which asks either.
 */
function putUnderLoad({ nodes, proxy }: NodePair): Load {
  const failures: string[] = [];
  const signedBy = new Set<string>();
  let keys: ReturnType<typeof createLocalJWKSet> | undefined;
  let answers = 0;
  let isOver = false;
  const visit = async (from: Door, to: Door): Promise<void> => {
    const keysBefore = keys;
    const token = await tokenOf(from);
    signedBy.add(decodeProtectedHeader(token).kid ?? '');
    if (keysBefore !== undefined && keysBefore === keys)
      await jwtVerify(token, keysBefore, { issuer, audience });
    const { status, text } = await use(to, token);
    if (status !== 200) throw new Error(`${status} ${text}`);
    answers += 1;
  };
  const work = async (from: Door, to: Door): Promise<void> => {
    while (!isOver) await visit(from, to).catch((error: unknown) => void failures.push(String(error)));
  };
  const [one, other] = nodes;
  const workers = [work(one, other), work(other, one), work(proxy, proxy), work(proxy, proxy)];
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

function use(door: Door, token: string): ReturnType<Door['request']> {
  return callWith(door, token, 'GET', 'connections');
}

async function jwksOf(node: Door): Promise<JSONWebKeySet> {
  return (await node.request('.well-known/jwks.json')).body;
}

function kidsOf({ keys }: JSONWebKeySet): readonly (string | undefined)[] {
  return keys.map(({ kid }) => kid);
}

function sameKids(one: JSONWebKeySet, other: JSONWebKeySet): boolean {
  return JSON.stringify(kidsOf(one)) === JSON.stringify(kidsOf(other));
}
