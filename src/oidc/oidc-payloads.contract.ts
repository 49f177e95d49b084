import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OidcPayloadRecord, OidcPayloads } from './oidc-payloads.ts';

/** What a contract run needs: the store under test, and a user in it whose credential version can be moved. */
export interface OidcPayloadsUnderTest {
  readonly payloads: OidcPayloads;
  /** Makes a user at credential version 1. */
  addUser(userId: string): Promise<void>;
  raiseCredentialVersion(userId: string): Promise<void>;
}

// In the future of any clock: a store may hide what has expired.
const later = Date.now() + 3_600_000;

const record = (changes: Partial<OidcPayloadRecord> = {}): OidcPayloadRecord => ({
  model: 'RefreshToken',
  idHash: 'hash-1',
  payload: '{"scope":"openid"}',
  grantId: 'grant-1',
  userId: 'auth0|1',
  clientId: 'client-1',
  expiresAt: later,
  ...changes,
});

/** The contract of the port `OidcPayloads`; every implementation runs it. */
export function oidcPayloadsContract(name: string, open: () => Promise<OidcPayloadsUnderTest>): void {
  test(`${name}: a saved record is found by model and id, and by uid`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    assert.equal(await payloads.save(record({ uid: 'uid-1' })), true);
    const stored = {
      payload: '{"scope":"openid"}',
      consumedAt: null,
      grantId: 'grant-1',
      userId: 'auth0|1',
      expiresAt: later,
    };
    assert.deepEqual({ ...(await payloads.find('RefreshToken', 'hash-1')) }, stored);
    assert.deepEqual({ ...(await payloads.findByUid('RefreshToken', 'uid-1')) }, stored);
    assert.equal(await payloads.find('AccessToken', 'hash-1'), undefined);
    assert.equal(await payloads.find('RefreshToken', 'hash-2'), undefined);
    assert.equal(await payloads.findByUid('RefreshToken', 'uid-2'), undefined);
  });

  test(`${name}: saving again replaces; what is left out is null`, async () => {
    const { payloads } = await open();
    await payloads.save({ model: 'Session', idHash: 'h', payload: '{"a":1}', expiresAt: null });
    await payloads.save({ model: 'Session', idHash: 'h', payload: '{"a":2}', expiresAt: null });
    assert.deepEqual(
      { ...(await payloads.find('Session', 'h')) },
      { payload: '{"a":2}', consumedAt: null, grantId: null, userId: null, expiresAt: null },
    );
  });

  test(`${name}: onlyWhile writes only while the credential version is the verified one (S6)`, async () => {
    const { payloads, addUser, raiseCredentialVersion } = await open();
    await addUser('auth0|1');
    const verified = { userId: 'auth0|1', credentialVersion: 1 };
    assert.equal(await payloads.save(record(), verified), true);
    await raiseCredentialVersion('auth0|1');
    assert.equal(await payloads.save(record({ idHash: 'hash-2' }), verified), false);
    assert.equal(await payloads.find('RefreshToken', 'hash-2'), undefined);
    assert.equal(
      await payloads.save(record({ idHash: 'hash-3' }), { userId: 'auth0|nobody', credentialVersion: 1 }),
      false,
    );
  });

  test(`${name}: a record is consumed once, and again only within the leeway of the first use`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await payloads.save(record());
    assert.equal(await payloads.consume('RefreshToken', 'hash-1', 1_000, 0), true);
    assert.equal(await payloads.consume('RefreshToken', 'hash-1', 1_000, 0), false);
    assert.equal(await payloads.consume('RefreshToken', 'hash-1', 1_400, 500), true);
    assert.equal((await payloads.find('RefreshToken', 'hash-1'))?.consumedAt, 1_000);
    assert.equal(await payloads.consume('RefreshToken', 'hash-1', 1_500, 500), false);
    assert.equal(await payloads.consume('RefreshToken', 'nobody', 1_000, 500), false);
  });

  test(`${name}: a record that was used stays so when it is written again`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await payloads.save(record());
    await payloads.consume('RefreshToken', 'hash-1', 1_000, 0);
    await payloads.save(record());
    assert.equal((await payloads.find('RefreshToken', 'hash-1'))?.consumedAt, 1_000);
  });

  test(`${name}: renewing moves the end of a record that is there, and nothing else of it`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await payloads.save(record());
    await payloads.consume('RefreshToken', 'hash-1', 1_000, 0);
    const before = await payloads.find('RefreshToken', 'hash-1');
    assert.equal(await payloads.renew('RefreshToken', 'hash-1', Date.now(), later + 500), true);
    assert.deepEqual(
      { ...(await payloads.find('RefreshToken', 'hash-1')) },
      { ...before, expiresAt: later + 500 },
    );
    assert.equal(await payloads.renew('RefreshToken', 'hash-1', Date.now(), later - 500), true);
    assert.equal((await payloads.find('RefreshToken', 'hash-1'))?.expiresAt, later - 500);
  });

  test(`${name}: renewing brings nothing back: neither what was revoked nor what has expired`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await payloads.save(record());
    await payloads.revokeByGrantId('grant-1');
    await payloads.save(record({ idHash: 'hash-2', expiresAt: 1_000 }));
    for (const idHash of ['hash-1', 'hash-2', 'nobody']) {
      assert.equal(await payloads.renew('RefreshToken', idHash, Date.now(), later), false);
      assert.equal(await payloads.find('RefreshToken', idHash), undefined);
    }
  });

  test(`${name}: what has expired is neither found nor consumed`, async () => {
    const { payloads } = await open();
    await payloads.save({ model: 'Session', idHash: 'h', uid: 'u', payload: '{}', expiresAt: 1_000 });
    assert.equal(await payloads.find('Session', 'h'), undefined);
    assert.equal(await payloads.findByUid('Session', 'u'), undefined);
    assert.equal(await payloads.consume('Session', 'h', Date.now(), 0), false);
  });

  test(`${name}: of many that consume at once one succeeds`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await payloads.save(record());
    const won = await Promise.all(
      Array.from({ length: 20 }, () => payloads.consume('RefreshToken', 'hash-1', 1_000, 0)),
    );
    assert.equal(won.filter(Boolean).length, 1);
  });

  test(`${name}: destroying removes one record, revoking all of a grant`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await payloads.save(record());
    await payloads.save(record({ idHash: 'hash-2' }));
    await payloads.save(record({ model: 'AccessToken', idHash: 'hash-3' }));
    await payloads.save(record({ idHash: 'hash-4', grantId: 'grant-2' }));
    await payloads.destroy('RefreshToken', 'hash-1');
    await payloads.destroy('RefreshToken', 'hash-1');
    assert.equal(await payloads.find('RefreshToken', 'hash-1'), undefined);
    assert.notEqual(await payloads.find('RefreshToken', 'hash-2'), undefined);
    await payloads.revokeByGrantId('grant-1');
    assert.equal(await payloads.find('RefreshToken', 'hash-2'), undefined);
    assert.equal(await payloads.find('AccessToken', 'hash-3'), undefined);
    assert.notEqual(await payloads.find('RefreshToken', 'hash-4'), undefined);
  });

  test(`${name}: expired records are removed, at most so many at once`, async () => {
    const { payloads } = await open();
    for (const [idHash, expiresAt] of [
      ['a', later + 100],
      ['b', later + 200],
      ['c', later + 300],
      ['d', null],
    ] as const) {
      await payloads.save({ model: 'Session', idHash, payload: '{}', expiresAt });
    }
    assert.equal(await payloads.deleteExpired(later + 200, 1), 1);
    assert.equal(await payloads.deleteExpired(later + 200, 10), 1);
    assert.equal(await payloads.deleteExpired(later + 200, 10), 0);
    assert.notEqual(await payloads.find('Session', 'c'), undefined);
    assert.notEqual(await payloads.find('Session', 'd'), undefined);
  });

  const living = { limit: 10, now: Date.now() };

  test(`${name}: a user’s grants are listed by the one living record of each, in order, page by page`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await addUser('auth0|2');
    await payloads.save(record({ idHash: 'used', grantId: 'a' }));
    await payloads.consume('RefreshToken', 'used', 1_000, 0);
    await payloads.save(record({ idHash: 'earlier', grantId: 'a', payload: '"earlier"' }));
    await payloads.save(record({ idHash: 'last', grantId: 'a', payload: '"last"', expiresAt: later + 1 }));
    await payloads.save(record({ idHash: 'c', grantId: 'c' }));
    await payloads.save(record({ idHash: 'b', grantId: 'b' }));
    await payloads.save(record({ idHash: 'expired', grantId: 'd', expiresAt: 1_000 }));
    await payloads.save(record({ idHash: 'access', grantId: 'e', model: 'AccessToken' }));
    await payloads.save(record({ idHash: 'other', grantId: 'f', userId: 'auth0|2' }));
    const grants = async (page: { afterId?: string; limit?: number }): Promise<readonly unknown[]> =>
      (await payloads.listOfUser('RefreshToken', 'auth0|1', { ...living, ...page })).map(
        ({ grantId }) => grantId,
      );
    assert.deepEqual(await grants({}), ['a', 'b', 'c']);
    assert.deepEqual(await grants({ limit: 2 }), ['a', 'b']);
    assert.deepEqual(await grants({ afterId: 'a' }), ['b', 'c']);
    assert.deepEqual(await grants({ afterId: 'c' }), []);
    await payloads.save(record({ idHash: 'elsewhere', grantId: 'g', clientId: 'client-2' }));
    const ofClient = await payloads.listOfUser('RefreshToken', 'auth0|1', {
      ...living,
      clientId: 'client-2',
    });
    assert.deepEqual(
      ofClient.map(({ grantId }) => grantId),
      ['g'],
    );
    const found = await payloads.findInGrant('RefreshToken', 'a', Date.now());
    assert.deepEqual(
      { ...found },
      {
        payload: '"last"',
        grantId: 'a',
        uid: null,
        userId: 'auth0|1',
        clientId: 'client-1',
        expiresAt: later + 1,
        lastUse: null,
      },
    );
    assert.equal(await payloads.findInGrant('RefreshToken', 'd', Date.now()), undefined);
    assert.equal(await payloads.findInGrant('RefreshToken', 'e', Date.now()), undefined);
  });

  test(`${name}: two living records of a grant that end together are one`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await payloads.save(record());
    await payloads.save(record({ idHash: 'hash-2' }));
    assert.equal((await payloads.listOfUser('RefreshToken', 'auth0|1', living)).length, 1);
  });

  test(`${name}: renewing tells who used it last`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await payloads.save(record());
    await payloads.renew('RefreshToken', 'hash-1', Date.now(), later, '{"at":1}');
    assert.equal((await payloads.findInGrant('RefreshToken', 'grant-1', Date.now()))?.lastUse, '{"at":1}');
  });

  test(`${name}: records with a uid are listed by it, and removed by it`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    for (const uid of ['b', 'a', 'c'])
      await payloads.save(record({ model: 'Session', idHash: `id of ${uid}`, uid }));
    await payloads.save(record({ model: 'Session', idHash: 'gone', uid: 'd', expiresAt: 1_000 }));
    await payloads.save(record({ idHash: 'a token' }));
    const uids = async (page: { afterId?: string; limit?: number }): Promise<readonly unknown[]> =>
      (await payloads.listWithUid('Session', 'auth0|1', { ...living, ...page })).map(({ uid }) => uid);
    assert.deepEqual(await uids({}), ['a', 'b', 'c']);
    assert.deepEqual(await uids({ afterId: 'a', limit: 1 }), ['b']);
    assert.equal(await payloads.destroyByUid('Session', 'b'), true);
    assert.equal(await payloads.destroyByUid('Session', 'b'), false);
    assert.equal(await payloads.destroyByUid('RefreshToken', 'a'), false);
    assert.deepEqual(await uids({}), ['a', 'c']);
  });

  test(`${name}: a user’s grants with a model are revoked whole, or its records of a model removed`, async () => {
    const { payloads, addUser } = await open();
    await addUser('auth0|1');
    await addUser('auth0|2');
    await payloads.save(record({ idHash: 'r1' }));
    await payloads.save(record({ idHash: 'r2', grantId: 'grant-2' }));
    await payloads.save(record({ idHash: 'a1', model: 'AccessToken' }));
    await payloads.save(record({ idHash: 'a3', model: 'AccessToken', grantId: 'grant-3' }));
    await payloads.save(record({ idHash: 's', model: 'Session', uid: 's' }));
    await payloads.save(record({ idHash: 'r4', grantId: 'grant-4', userId: 'auth0|2' }));
    await payloads.save({ model: 'Session', idHash: 'nobodys', payload: '{}', expiresAt: later });
    assert.equal(await payloads.destroyAllOf('Session', 'auth0|1'), 1);
    assert.equal(await payloads.destroyAllOf('Session', 'auth0|1'), 0);
    assert.equal(await payloads.revokeGrantsOf('RefreshToken', 'auth0|1'), 2);
    assert.equal(await payloads.revokeGrantsOf('RefreshToken', 'auth0|1'), 0);
    for (const [model, idHash, isThere] of [
      ['RefreshToken', 'r1', false],
      ['RefreshToken', 'r2', false],
      ['AccessToken', 'a1', false],
      ['AccessToken', 'a3', true],
      ['RefreshToken', 'r4', true],
      ['Session', 'nobodys', true],
    ] as const)
      assert.equal((await payloads.find(model, idHash)) !== undefined, isThere, idHash);
  });
}
