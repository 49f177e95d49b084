import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openPostgres } from './postgres.ts';

/** Where the driver goes is asked of the driver: the pool that it is asked of opens no connection for that. */
async function serverOf(url: string): Promise<string> {
  const { server, close } = openPostgres(url, () => {});
  await close();
  return `${server?.host} ${server?.port}`;
}

function setEnvironment(t: TestContext, values: Readonly<Record<string, string | undefined>>): void {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  const set = (all: typeof values): void => {
    for (const [name, value] of Object.entries(all)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(values);
  t.after(() => set(before));
}

const urls: Readonly<Record<string, string>> = {
  'postgres://u:p@db.internal/segue': 'db.internal 5432',
  'postgresql://u:p@db.internal:6432/segue': 'db.internal 6432',
  'postgres://u:p@[2001:db8::7]:6432/segue': '2001:db8::7 6432',
  'postgres://u:p@store.invalid/segue?host=10.0.0.5&port=6432': '10.0.0.5 6432',
  'postgres://u:p@db.internal:6432/segue?port=6433': 'db.internal 6433',
  'postgres:///segue': 'localhost 5432',
  'postgres:///segue?host=/var/run/postgresql': '127.0.0.1 5432',
  'postgres://u:p@/segue?host=/var/run/postgresql&port=6432': '127.0.0.1 6432',
  'postgres://u:p@%2Fvar%2Frun%2Fpostgresql:6432/segue': '127.0.0.1 6432',
};

test('the server of the store is where the driver connects to, however the URL says so (S22)', async (t) => {
  setEnvironment(t, { PGHOST: undefined, PGPORT: undefined });
  for (const [url, server] of Object.entries(urls)) assert.equal(await serverOf(url), server, url);
});

test('the environment that the driver reads counts where the URL says nothing', async (t) => {
  setEnvironment(t, { PGHOST: 'db.internal', PGPORT: '6432' });
  assert.equal(await serverOf('postgres:///segue'), 'db.internal 6432');
  assert.equal(await serverOf('postgres://u:p@10.0.0.5:5432/segue'), '10.0.0.5 5432');
});
