import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createManualClock } from '../accounts/fakes/manual-clock.ts';
import { sampleConnection, sampleUser } from '../accounts/fakes/samples.ts';
import type { User } from '../accounts/index.ts';
import { newObjectId } from '../lib/object-id.ts';
import { type OidcPayload, openStore, type Store } from './index.ts';
import { onEachEngine } from './store-fixture.contract.ts';

const clock = createManualClock();

function samplePayload(given: Partial<OidcPayload> = {}): OidcPayload {
  return {
    model: 'RefreshToken',
    idHash: newObjectId(),
    payload: JSON.stringify({ iat: 1, ü: '🦉' }),
    expiresAt: clock.now() + 1000,
    ...given,
  };
}

describe('OidcPayloads', () => {
  onEachEngine((newUrl) => {
    let store: Store;
    before(async () => {
      store = await openStore({ url: await newUrl(), clock });
    });
    after(() => store.close());

    async function newUser(given: Partial<User> = {}): Promise<User> {
      const connection = sampleConnection();
      await store.accounts.connections.insert(connection);
      const user = sampleUser({ ...given, connectionId: connection.id });
      await store.accounts.users.insert(user, 'a hash');
      return user;
    }

    async function isThere({ model, idHash }: OidcPayload): Promise<boolean> {
      return (await store.oidc.find(model, idHash)) !== undefined;
    }

    it('gives back what was written', async () => {
      const { userId } = await newUser();
      const record = samplePayload({ grantId: 'g', uid: 'u', userId, clientId: 'a client' });
      assert.equal(await store.oidc.save(record), true);
      const { payload, expiresAt } = record;
      const found = { payload, expiresAt, grantId: 'g', userId, consumedAt: null };
      assert.deepEqual(await store.oidc.find(record.model, record.idHash), found);
      assert.deepEqual(await store.oidc.findByUid(record.model, 'u'), found);
    });

    it('keeps models and ids apart', async () => {
      const record = samplePayload({ uid: 'apart' });
      await store.oidc.save(record);
      assert.equal(await store.oidc.find('Session', record.idHash), undefined);
      assert.equal(await store.oidc.findByUid('Session', 'apart'), undefined);
      assert.equal(await store.oidc.find(record.model, 'other'), undefined);
      await store.oidc.save({ ...record, model: 'Session', payload: '"session"' });
      assert.equal((await store.oidc.find(record.model, record.idHash))?.payload, record.payload);
    });

    it('writes over an older one with all that belongs to it, and does not bring a consumed one back', async () => {
      const record = samplePayload({ grantId: 'old', uid: 'old' });
      await store.oidc.save(record);
      await store.oidc.consume(record.model, record.idHash, clock.now(), 0);
      const later = { ...record, grantId: null, uid: 'new', payload: '{"n":2}', expiresAt: null };
      assert.equal(await store.oidc.save(later), true);
      assert.deepEqual(await store.oidc.findByUid(record.model, 'new'), {
        payload: '{"n":2}',
        grantId: null,
        userId: null,
        expiresAt: null,
        consumedAt: clock.now(),
      });
      assert.equal(await store.oidc.findByUid(record.model, 'old'), undefined);
    });

    it('does not find what has expired', async () => {
      const record = samplePayload({ uid: 'mortal', expiresAt: clock.now() + 10 });
      const eternal = samplePayload({ expiresAt: null });
      await store.oidc.save(record);
      await store.oidc.save(eternal);
      clock.advance(9);
      assert.equal(await isThere(record), true);
      clock.advance(1);
      assert.equal(await isThere(record), false);
      assert.equal(await store.oidc.findByUid(record.model, 'mortal'), undefined);
      assert.equal(await store.oidc.consume(record.model, record.idHash, clock.now(), 0), false);
      assert.equal(await isThere(eternal), true);
    });

    it('consumes once, again within the leeway, and keeps the first time', async () => {
      const record = samplePayload({ expiresAt: null });
      await store.oidc.save(record);
      const consume = (at: number) => store.oidc.consume(record.model, record.idHash, at, 30);
      assert.deepEqual([await consume(1000), await consume(1029), await consume(1030)], [true, true, false]);
      assert.equal((await store.oidc.find(record.model, record.idHash))?.consumedAt, 1000);
      assert.equal(await store.oidc.consume(record.model, 'nothing', 1000, 30), false);
    });

    it('lets one of many consume without leeway', async () => {
      const record = samplePayload();
      await store.oidc.save(record);
      const consumed = await Promise.all(
        Array.from({ length: 25 }, () => store.oidc.consume(record.model, record.idHash, clock.now(), 0)),
      );
      assert.equal(consumed.filter(Boolean).length, 1);
    });

    it('renews what is there and has not expired, and brings nothing back', async () => {
      const record = samplePayload({ grantId: 'renewed', expiresAt: clock.now() + 10 });
      await store.oidc.save(record);
      await store.oidc.consume(record.model, record.idHash, clock.now(), 0);
      const before = await store.oidc.find(record.model, record.idHash);
      const renew = (expiresAt: number) =>
        store.oidc.renew(record.model, record.idHash, clock.now(), expiresAt);
      const end = clock.now() + 30;
      assert.equal(await renew(end), true);
      clock.advance(20);
      assert.deepEqual(await store.oidc.find(record.model, record.idHash), { ...before, expiresAt: end });
      clock.advance(10);
      assert.equal(await renew(clock.now() + 30), false, 'expired');
      const revoked = samplePayload({ grantId: 'renewed' });
      await store.oidc.save(revoked);
      await store.oidc.revokeByGrantId('renewed');
      assert.equal(await store.oidc.renew(revoked.model, revoked.idHash, clock.now(), end + 99), false);
      assert.equal(await isThere(revoked), false);
    });

    it('destroys one, and revokes all of a grant', async () => {
      const family = [1, 2, 3].map(() => samplePayload({ grantId: 'family' }));
      const stranger = samplePayload({ grantId: 'stranger' });
      for (const record of [...family, stranger]) await store.oidc.save(record);
      const [first = stranger, second = stranger] = family;
      await store.oidc.destroy('Session', first.idHash);
      assert.equal(await isThere(first), true);
      await store.oidc.destroy(first.model, first.idHash);
      assert.deepEqual([await isThere(first), await isThere(second)], [false, true]);
      await store.oidc.revokeByGrantId('family');
      assert.equal(await isThere(second), false);
      assert.equal(await isThere(stranger), true);
    });

    it('removes the expired, so many at a time', async () => {
      await store.oidc.deleteExpired(clock.now(), 1000);
      const eternal = samplePayload({ expiresAt: null });
      await store.oidc.save(eternal);
      for (let made = 0; made < 3; made += 1)
        await store.oidc.save(samplePayload({ expiresAt: clock.now() }));
      const removed = [
        await store.oidc.deleteExpired(clock.now(), 2),
        await store.oidc.deleteExpired(clock.now(), 2),
        await store.oidc.deleteExpired(clock.now(), 2),
      ];
      assert.deepEqual(removed, [2, 1, 0]);
      assert.equal(await isThere(eternal), true);
    });

    it('writes nothing for a user who is not there', async () => {
      const record = samplePayload({ userId: 'auth0|nobody' });
      assert.equal(await store.oidc.save(record), false);
      assert.equal(await isThere(record), false);
      const codeOfNobody = samplePayload();
      const held = { userId: 'auth0|nobody', credentialVersion: 1 };
      assert.equal(await store.oidc.save(codeOfNobody, held), false);
      assert.equal(await isThere(codeOfNobody), false);
    });

    it('writes only while the credentials are the verified ones (S6)', async () => {
      const { userId, credentialVersion } = await newUser();
      const record = samplePayload({ userId });
      assert.equal(await store.oidc.save(record, { userId, credentialVersion }), true);
      await store.accounts.passwordHashes.replace(userId, 'new', 9);
      const late = samplePayload({ userId });
      assert.equal(await store.oidc.save(late, { userId, credentialVersion }), false);
      assert.equal(await isThere(late), false);
      const rewritten = { ...record, payload: '"stolen"' };
      assert.equal(await store.oidc.save(rewritten, { userId, credentialVersion }), false);
      assert.equal((await store.oidc.find(record.model, record.idHash))?.payload, record.payload);
    });

    it('writes nothing for a blocked user (S12)', async () => {
      const { userId } = await newUser({ blocked: true, credentialVersion: 5 });
      const record = samplePayload({ userId });
      assert.equal(await store.oidc.save(record, { userId, credentialVersion: 5 }), false);
      assert.equal(await isThere(record), false);
    });

    for (const order of ['password, then sessions', 'sessions, then password'] as const) {
      it(`leaves no session of an old password, whenever it is written (${order})`, async () => {
        const { userId, credentialVersion } = await newUser();
        const records = Array.from({ length: 40 }, () => samplePayload({ userId }));
        const change = store.accounts.transact(async (tx) => {
          if (order === 'sessions, then password') await tx.sessions.endAll(userId);
          await tx.passwordHashes.replace(userId, 'new', 9);
          if (order === 'password, then sessions') await tx.sessions.endAll(userId);
        });
        await Promise.all([
          change,
          ...records.map((record) => store.oidc.save(record, { userId, credentialVersion })),
        ]);
        const left = await Promise.all(records.map(isThere));
        assert.equal(left.filter(Boolean).length, 0);
      });
    }
  });
});
