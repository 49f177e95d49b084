import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { skipUnless, startPostgres, type TestPostgres } from '../../test/kit/services/index.ts';
import type { AccountsStoreFixture } from '../accounts/accounts-store-fixture.contract.ts';
import { sampleConnection } from '../accounts/fakes/samples.ts';
import type { RecordedEvent } from '../accounts/index.ts';
import { newObjectId } from '../lib/object-id.ts';
import type { TenantStoreFixture } from '../tenant/tenant-store-fixture.contract.ts';
import { openStore } from './index.ts';

/** A new empty folder, gone when the tests of the file have ended. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-store-'));
  after(() => rm(folder, { recursive: true }));
  return folder;
}

/** The store at this URL, as the contract of `accounts` wants it. */
export async function openAccountsFixture(url: string): Promise<AccountsStoreFixture> {
  const announced: RecordedEvent[] = [];
  let jobsAdded = 0;
  const store = await openStore({
    url,
    announce: (event) => announced.push(event),
    onJobsAdded: () => {
      jobsAdded += 1;
    },
  });
  const sessions = new Map<string, string[]>();
  return {
    store: store.accounts,
    announced,
    jobsAdded: () => jobsAdded,
    addSession: async (userId) => {
      const idHash = newObjectId();
      await store.oidc.save({ model: 'Session', idHash, payload: '{}', userId, expiresAt: null });
      sessions.set(userId, [...(sessions.get(userId) ?? []), idHash]);
    },
    countSessions: async (userId) => {
      const ids = sessions.get(userId) ?? [];
      const found = await Promise.all(ids.map((idHash) => store.oidc.find('Session', idHash)));
      return found.filter((each) => each !== undefined).length;
    },
    close: () => store.close(),
  };
}

/** The store at this URL, as the contract of `tenant` wants it. */
export async function openTenantFixture(url: string): Promise<TenantStoreFixture> {
  const store = await openStore({ url });
  return {
    store: store.tenant,
    enableForConnection: async (clientId) => {
      const connection = sampleConnection({ enabledClients: [clientId] });
      await store.accounts.connections.insert(connection);
      return {
        isEnabled: async () => {
          const found = await store.accounts.connections.find(connection.id);
          return found?.enabledClients.includes(clientId) ?? false;
        },
      };
    },
    close: () => store.close(),
  };
}

/** Runs a suite on each engine; each call of `newUrl` names another empty database. */
export function onEachEngine(suite: (newUrl: () => Promise<string>) => void): void {
  describe('on SQLite', () => {
    let folder = '';
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'segue-store-'));
    });
    after(() => rm(folder, { recursive: true }));
    suite(async () => `sqlite:${join(folder, newObjectId(), 'segue.sqlite')}`);
  });
  describe('on PostgreSQL', skipUnless('postgres'), () => {
    let postgres: TestPostgres | undefined;
    before(async () => {
      postgres = await startPostgres();
    });
    after(() => postgres?.stop());
    suite(async () => {
      if (postgres === undefined) throw new Error('the server starts when the tests begin');
      return postgres.newDatabase();
    });
  });
}
