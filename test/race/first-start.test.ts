import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';
import pg from 'pg';
import { eventually } from '../kit/eventually.ts';
import { readRows } from '../kit/read-rows.ts';
import { issuer, type SegueProcess, startSegueProcess } from '../kit/segue-process.ts';
import { skipUnless, startPostgres } from '../kit/services/index.ts';

const bootstrap = { clientId: 'operator', clientSecret: randomBytes(32).toString('base64url') };
const audience = `${issuer}api/v2/`;
const schemaLock = 0x7365677565; // store/engines/postgres.ts
const startMs = 30_000; // of two processes on a busy machine

test('two processes that start at once on an empty database agree', skipUnless('postgres'), async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  const databaseUrl = await postgres.newDatabase();
  const nodes = await startTogether(databaseUrl);
  t.after(() => Promise.all(nodes.map((node) => node.stop())));

  await t.test('on the signing keys: the tokens of each are good at the other', async () => {
    const keySets = await Promise.all(nodes.map(jwksOf));
    assert.deepEqual(keySets[0], keySets[1]);
    assert.equal(keySets[0]?.keys.length, 2, 'the one that signs, and the next one');
    const tokens = await Promise.all(nodes.map(bootstrapToken));
    for (const [index, token] of tokens.entries()) {
      const keys = createLocalJWKSet(await jwksOf(nodes[1 - index]));
      await jwtVerify(token, keys, { issuer, audience });
      const headers = { authorization: `Bearer ${token}` };
      const answer = await nodes[1 - index]?.request('api/v2/connections', { headers });
      assert.equal(answer?.status, 200, answer?.text);
    }
  });

  await t.test('on one of everything else that a first start makes', async () => {
    const made = ['resource_servers', 'clients', 'client_grants'];
    for (const table of made) {
      const [row] = await readRows(databaseUrl, `select count(*) as rows from ${table}`);
      assert.equal(Number(row?.['rows']), 1, table);
    }
    for (const node of nodes) assert.equal((await node.request('readyz')).status, 200);
  });
});

/** Holds the lock under which a schema is made until both wait for it: from there they go on at the same instant. */
async function startTogether(databaseUrl: string): Promise<readonly SegueProcess[]> {
  const secretKey = randomBytes(32).toString('base64');
  const environment = {
    SEGUE_BOOTSTRAP_CLIENT_ID: bootstrap.clientId,
    SEGUE_BOOTSTRAP_CLIENT_SECRET: bootstrap.clientSecret,
  };
  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  try {
    await holder.query(`select pg_advisory_lock(${schemaLock})`);
    const starting = Promise.all(
      [1, 2].map(() => startSegueProcess({ databaseUrl, secretKey, environment })),
    );
    const bothWait = eventually(
      async () => {
        const waiting = await holder.query(
          `select from pg_locks where locktype = 'advisory' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
        );
        return waiting.rowCount === 2;
      },
      { within: startMs, what: 'both processes wait for the schema' },
    );
    await Promise.race([bothWait, starting]);
    await bothWait;
    await holder.query(`select pg_advisory_unlock(${schemaLock})`);
    return await starting;
  } finally {
    await holder.end();
  }
}

async function jwksOf(node: SegueProcess | undefined): Promise<{ readonly keys: [] }> {
  return (await node?.request('.well-known/jwks.json'))?.body;
}

async function bootstrapToken(node: SegueProcess): Promise<string> {
  const { clientId: client_id, clientSecret: client_secret } = bootstrap;
  const answer = await node.token({ grant_type: 'client_credentials', client_id, client_secret, audience });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.access_token;
}
