import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { askTrusting } from '../kit/ask-over-tls.ts';
import { passwordRealm } from '../kit/legacy-connection.ts';
import { type Row, readRows } from '../kit/read-rows.ts';
import { makeSelfSignedCertificate } from '../kit/self-signed-certificate.ts';
import { freePort } from '../kit/services/free-port.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores, type TestedStore } from '../kit/stores.ts';
import { type FolderContents, readFolder, writeFolder } from './deploy-cli/folders.ts';
import { type DeployCliRun, type DeployCliSetUp, exportTo, importFrom } from './deploy-cli/run-deploy-cli.ts';
import { keywordsWith, shopTenant } from './deploy-cli/shop-tenant.ts';

// One run takes the tool ten seconds of processor time before it sends its second request, to compile its schemas: there
// are no more of them than the story needs. Both formats come on both stores, as what is imported first or elsewhere.
const formats = { SQLite: 'directory', PostgreSQL: 'yaml' } as const;

for (const store of stores) {
  test(`auth0-deploy-cli, unchanged: a tenant in files comes and goes, ${store.name}`, store.options, (t) =>
    tellStory(t, store, formats[store.name]),
  );
}

async function tellStory(t: TestContext, store: TestedStore, format: 'directory' | 'yaml'): Promise<void> {
  const stage = await openStage(t, store);
  const { segue, tool, secret, keywords, path } = stage;
  await writeFolder(path('described'), shopTenant[format]);
  const described = format === 'directory' ? path('described') : path('described', 'tenant.yaml');
  const importDescribed = (): Promise<DeployCliRun> =>
    importFrom(tool, described, { AUTH0_KEYWORD_REPLACE_MAPPINGS: keywords });

  await t.test(
    'the import makes all of it, keywords replaced, and people migrate by its scripts',
    async () => {
      assertSuccess(await importDescribed(), stage);
      const { source, digest } = await migrateSomebody(segue);
      assert.deepEqual([source, digest], ['the old shop', createHash('sha256').update(secret).digest('hex')]);
    },
  );

  await t.test('the import again changes nothing, and leaves no event but that of its token', async () => {
    const before = await snapshotOf(segue);
    assertSuccess(await importDescribed(), stage);
    assert.deepEqual((await snapshotOf(segue)).rows, before.rows);
    const events = (await segue.logs()).slice(before.events).map(({ type }) => type);
    assert.deepEqual(events, ['seccft']);
  });

  await t.test('an export without a limit gives back the folder, and changes nothing', async () => {
    const before = await snapshotOf(segue);
    assertSuccess(await exportTo(tool, 'directory', path('exported')), stage);
    const exported = await readFolder(path('exported'));
    assertGivesBack(exported, shopTenant.expected);
    assertSaysNoSecret(exported, stage);
    assert.deepEqual((await snapshotOf(segue)).rows, before.rows);
  });

  await t.test('in the other format it makes the same tenant elsewhere', async () => {
    const elsewhere = await openStage(t, store);
    if (format === 'directory') {
      assertSuccess(await exportTo(tool, 'yaml', path('in-yaml')), stage);
      assertSaysNoSecret(await readFolder(path('in-yaml')), stage);
    }
    const source = format === 'directory' ? path('in-yaml', 'tenant.yaml') : path('exported');
    assertSuccess(await importFrom(elsewhere.tool, source), elsewhere);
    assertSuccess(await exportTo(elsewhere.tool, 'directory', elsewhere.path('again')), elsewhere);
    assert.deepEqual(await readFolder(elsewhere.path('again')), await readFolder(path('exported')));
  });

  await t.test('where it may, it deletes what the folder lacks, and neither itself nor the API', async () => {
    for (const gone of ['clients/Nightly worker.json', 'grants/Nightly worker-Orders.json']) {
      await rm(path('exported', gone));
    }
    const { rows } = await snapshotOf(segue);
    assertSuccess(await importFrom(tool, path('exported'), { AUTH0_ALLOW_DELETE: true }), stage);
    const after = (await snapshotOf(segue)).rows;
    const kept = (table: string, isGone: (row: Row) => boolean): void =>
      assert.deepEqual(
        after[table],
        rows[table]?.filter((row) => !isGone(row)),
        table,
      );
    const isAbout =
      (text: string) =>
      (row: Row): boolean =>
        JSON.stringify(row).includes(text);
    kept('clients', isAbout('Nightly worker'));
    kept('client_grants', isAbout('https://orders.example.com/'));
    for (const table of ['connections', 'connection_clients', 'resource_servers', 'settings']) {
      kept(table, () => false);
    }
    assert.equal(after['clients']?.length, 2, 'its own client is there');
  });
}

interface Stage {
  readonly segue: Segue;
  readonly tool: DeployCliSetUp;
  /** Of the scripts' configuration; it must not be said. */
  readonly secret: string;
  readonly keywords: Readonly<Record<string, unknown>>;
  path(...names: readonly string[]): string;
}

const ownName = 'Bootstrap client';

async function openStage(t: TestContext, store: TestedStore): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-deploy-cli-'));
  t.after(() => rm(folder, { recursive: true }));
  const certificate = makeSelfSignedCertificate();
  t.after(() => certificate.remove());
  // The tool asks for tokens for the address that it was given: that is what Segue must be called.
  const domain = `localhost:${await freePort()}`;
  const segue = await startSegue(store, {
    ask: askTrusting(certificate.cert),
    environment: {
      PORT: domain.replace('localhost:', ''),
      SEGUE_URL: `https://${domain}`,
      SEGUE_TLS_CERT: certificate.certFile,
      SEGUE_TLS_KEY: certificate.keyFile,
    },
  });
  t.after(() => segue.stop());
  const secret = segue.canaries.plant('configuration');
  const { clientId, clientSecret } = segue.operator;
  const tool = { domain, clientId, clientSecret, certificateFile: certificate.certFile, folder };
  const path = (...names: readonly string[]): string => join(folder, ...names);
  return { segue, tool, secret, keywords: keywordsWith(secret), path };
}

function assertSuccess({ code, output }: DeployCliRun, { segue }: Stage): void {
  assert.equal(code, 0, output);
  assert.match(output, /(Import|Export) Successful/);
  assert.deepEqual(segue.canaries.heardIn([{ where: 'what the tool printed', text: output }]), []);
}

/** Every file is there, with at least what was described; what Segue adds is what it has by itself. */
function assertGivesBack(found: FolderContents, expected: Readonly<Record<string, unknown>>): void {
  for (const [path, content] of Object.entries(expected)) {
    assert.partialDeepStrictEqual(found.get(path), content, path);
  }
  const kinds = new Set(Object.keys(expected).map((path) => path.split('/', 1)[0]));
  const ofKinds = [...found.keys()].filter((path) => kinds.has(path.split('/', 1)[0]));
  const own = `clients/${ownName}.json`;
  assert.deepEqual(ofKinds.toSorted(), [...Object.keys(expected), own].toSorted(), 'and no other');
}

function assertSaysNoSecret(found: FolderContents, { segue }: Stage): void {
  const said = [...found].map(([where, content]) => ({ where, text: JSON.stringify(content) }));
  assert.deepEqual(segue.canaries.heardIn(said), []);
  assert.ok(!said.some(({ text }) => text.includes('client_secret"')), 'nor that of a client');
}

/** Somebody logs in for the first time; answers what the script's configuration made of the profile. */
async function migrateSomebody(segue: Segue): Promise<Readonly<Record<string, unknown>>> {
  const { body: clients } = await segue.manage('GET', 'clients');
  const { client_id, client_secret } = clients.find(({ name }: { name: string }) => name === 'Shop');
  const username = 'ann@example.com';
  const login = { grant_type: passwordRealm, realm: 'shop-users', username, password: 'any password' };
  const { status, text } = await segue.token({ ...login, client_id, client_secret });
  assert.equal(status, 200, text);
  const [user] = (await segue.manage('GET', `users-by-email?email=${username}`)).body;
  return user.app_metadata;
}

interface Snapshot {
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly events: number;
}

const tables = [
  'connections',
  'connection_clients',
  'clients',
  'resource_servers',
  'client_grants',
  'settings',
];

/** All that the tool may change, down to the rows' times. */
async function snapshotOf({ databaseUrl, logs }: Segue): Promise<Snapshot> {
  const rows = tables.map(async (table): Promise<[string, readonly Row[]]> => {
    const all = await readRows(databaseUrl, `select * from ${table}`);
    return [table, all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))];
  });
  return { rows: Object.fromEntries(await Promise.all(rows)), events: (await logs()).length };
}
