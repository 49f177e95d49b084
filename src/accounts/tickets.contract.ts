import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type AccountsSuite,
  atOnce,
  type OpenAccountsStore,
  openForSuite,
} from './accounts-store-fixture.contract.ts';
import { sampleTicket } from './fakes/samples.ts';
import type { Ticket } from './ticket.ts';

type NewTicket = (given?: Partial<Ticket>) => Promise<Ticket>;

/** Tickets: made, found, consumed once, void when they have to be (S11). */
export function ticketsContract(open: OpenAccountsStore): void {
  describe('tickets', () => {
    const suite = openForSuite(open);

    /** A ticket in the store; its connection and user are there. */
    const newTicket: NewTicket = async (given = {}) => {
      const connectionId = given.connectionId ?? (await suite.newConnection()).id;
      const ticket = sampleTicket({ ...given, connectionId });
      assert.equal(await suite.store.tickets.insert(ticket), true);
      return ticket;
    };

    keptTickets(suite, newTicket);
    consumedTickets(suite, newTicket);
    voidTickets(suite, newTicket);
  });
}

async function assertThere(suite: AccountsSuite, ...tickets: readonly Ticket[]): Promise<void> {
  for (const ticket of tickets) assert.deepEqual(await suite.store.tickets.find(ticket.id), ticket);
}

async function assertGone(suite: AccountsSuite, ...tickets: readonly Ticket[]): Promise<void> {
  for (const { id, secretDigest, createdAt } of tickets) {
    assert.equal(await suite.store.tickets.find(id), undefined);
    assert.equal(await suite.store.tickets.findByDigest(secretDigest, createdAt), undefined);
  }
}

function keptTickets(suite: AccountsSuite, newTicket: NewTicket): void {
  it('gives back what was written', async () => {
    const user = await suite.newUser();
    const full = await newTicket({
      purpose: 'email-verification',
      connectionId: user.connectionId,
      userId: user.userId,
      email: 'Ü@Example.com',
      credentialVersion: Number.MAX_SAFE_INTEGER,
      clientId: 'a client',
      resultUrl: 'https://shop.example/done?a=b#c',
      markEmailVerified: true,
      languages: ['pt-BR', 'de'],
    });
    const bare = await newTicket();
    await assertThere(suite, full, bare);
    for (const { secretDigest, createdAt, ...rest } of [full, bare])
      assert.deepEqual(await suite.store.tickets.findByDigest(secretDigest, createdAt), {
        secretDigest,
        createdAt,
        ...rest,
      });
  });

  it('finds none by what it is not known under', async () => {
    const { id, secretDigest, createdAt } = await newTicket();
    const { tickets } = suite.store;
    assert.equal(await tickets.find(secretDigest), undefined);
    assert.equal(await tickets.findByDigest(id, createdAt), undefined);
    assert.equal(await tickets.findByDigest('', createdAt), undefined);
  });

  it('does not find by its digest what has expired', async () => {
    const ticket = await newTicket({ createdAt: 1000, expiresAt: 2000 });
    const { tickets } = suite.store;
    assert.deepEqual(await tickets.findByDigest(ticket.secretDigest, 1999), ticket);
    assert.equal(await tickets.findByDigest(ticket.secretDigest, 2000), undefined);
    await assertThere(suite, ticket);
  });

  it('writes none for a user or connection that is not there', async () => {
    const user = await suite.newUser();
    const elsewhere = (await suite.newConnection()).id;
    for (const given of [
      { connectionId: 'con_nowhere' },
      { connectionId: 'con_nowhere', userId: user.userId },
      { connectionId: elsewhere, userId: user.userId },
      { connectionId: user.connectionId, userId: 'auth0|nobody' },
    ]) {
      const ticket = sampleTicket(given);
      assert.equal(await suite.store.tickets.insert(ticket), false);
      await assertGone(suite, ticket);
    }
  });

  it('holds one ticket of an id, and one of a digest', async () => {
    const ticket = await newTicket();
    const { id, secretDigest, connectionId } = ticket;
    await assert.rejects(suite.store.tickets.insert(sampleTicket({ connectionId, id })));
    await assert.rejects(suite.store.tickets.insert(sampleTicket({ connectionId, secretDigest })));
    await assertThere(suite, ticket);
  });

  it('removes the expired, so many at a time', async () => {
    const { tickets } = suite.store;
    await tickets.deleteExpired(500, 1000);
    const expired = [
      await newTicket({ expiresAt: 100 }),
      await newTicket({ expiresAt: 500 }),
      await newTicket({ expiresAt: 300 }),
    ];
    const ticket = await newTicket({ expiresAt: 501 });
    const removed = [
      await tickets.deleteExpired(500, 2),
      await tickets.deleteExpired(500, 2),
      await tickets.deleteExpired(500, 2),
    ];
    assert.deepEqual(removed, [2, 1, 0]);
    await assertGone(suite, ...expired);
    await assertThere(suite, ticket);
  });
}

function consumedTickets(suite: AccountsSuite, newTicket: NewTicket): void {
  it('is consumed once', async () => {
    const [ticket, other] = [await newTicket(), await newTicket()];
    const { tickets } = suite.store;
    assert.deepEqual(await tickets.consume(ticket.id, ticket.createdAt), ticket);
    assert.equal(await tickets.consume(ticket.id, ticket.createdAt), undefined);
    await assertGone(suite, ticket);
    await assertThere(suite, other);
  });

  it('is not consumed once it has expired', async () => {
    const ticket = await newTicket({ createdAt: 1000, expiresAt: 2000 });
    assert.equal(await suite.store.tickets.consume(ticket.id, 2000), undefined);
    await assertThere(suite, ticket);
    assert.deepEqual(await suite.store.tickets.consume(ticket.id, 1999), ticket);
  });

  it('goes to exactly one of many who consume it at once', async () => {
    const { userId, connectionId } = await suite.newUser();
    for (const given of [{ userId, connectionId }, {}]) {
      const ticket = await newTicket(given);
      const consumed = await atOnce(25, () => suite.store.tickets.consume(ticket.id, ticket.createdAt));
      assert.deepEqual(
        consumed.filter((each) => each !== undefined),
        [ticket],
      );
    }
  });

  it('goes to exactly one of many transactions that consume it and change its user', async () => {
    const { userId, connectionId } = await suite.newUser({ credentialVersion: 1 });
    const ticket = await newTicket({ userId, connectionId });
    const consumed = await atOnce(10, (index) =>
      suite.store.transact(async (tx) => {
        await tx.users.findToChange(userId);
        if ((await tx.tickets.consume(ticket.id, ticket.createdAt)) === undefined) return false;
        await tx.passwordHashes.replace(userId, `new ${index}`, 77);
        await tx.tickets.voidAllOf({ userId });
        return true;
      }),
    );
    assert.equal(consumed.filter(Boolean).length, 1);
    assert.equal((await suite.store.users.find(userId))?.credentialVersion, 2);
    assert.equal(await suite.store.passwordHashes.find(userId), `new ${consumed.indexOf(true)}`);
  });

  it('is there again when the transaction that consumed it is rolled back', async () => {
    const ticket = await newTicket();
    const consumed = Promise.withResolvers<void>();
    const work = suite.store.transact(async (tx) => {
      await tx.tickets.consume(ticket.id, ticket.createdAt);
      consumed.resolve();
      throw new Error('back');
    });
    const failed = assert.rejects(work, /back/);
    await consumed.promise;
    assert.deepEqual(await suite.store.tickets.consume(ticket.id, ticket.createdAt), ticket);
    await failed;
  });
}

function voidTickets(suite: AccountsSuite, newTicket: NewTicket): void {
  it("makes all of a user's void, and nobody else's", async () => {
    const { userId, connectionId } = await suite.newUser();
    const other = await suite.newUser({ connectionId });
    const void1 = await newTicket({ userId, connectionId });
    const void2 = await newTicket({ userId, connectionId, purpose: 'email-verification' });
    const others = await newTicket({ userId: other.userId, connectionId, email: void1.email });
    const nobodys = await newTicket({ connectionId, email: void1.email });
    await suite.store.tickets.voidAllOf({ userId });
    await assertGone(suite, void1, void2);
    await assertThere(suite, others, nobodys);
    await suite.store.tickets.voidAllOf({ userId: 'auth0|nobody' });
  });

  it('makes all for an address void, in its connection only, in whatever case it was written', async () => {
    const { userId, connectionId } = await suite.newUser();
    const void1 = await newTicket({ connectionId, email: 'Ann@Example.com' });
    const void2 = await newTicket({ connectionId, email: 'ann@example.com', userId });
    const other = await newTicket({ connectionId, email: 'ann@example.org' });
    const elsewhere = await newTicket({ email: 'ann@example.com' });
    await suite.store.tickets.voidAllOf({ connectionId, email: ' ANN@example.com' });
    await assertGone(suite, void1, void2);
    await assertThere(suite, other, elsewhere);
  });

  it('goes with its user', async () => {
    const { userId, connectionId } = await suite.newUser();
    const ticket = await newTicket({ userId, connectionId });
    const other = await newTicket({ connectionId });
    await suite.store.users.delete(userId);
    await assertGone(suite, ticket);
    await assertThere(suite, other);
  });

  it('goes with its connection', async () => {
    const { userId, connectionId } = await suite.newUser();
    const gone = [await newTicket({ userId, connectionId }), await newTicket({ connectionId })];
    const other = await newTicket();
    await suite.store.connections.delete(connectionId);
    await assertGone(suite, ...gone);
    await assertThere(suite, other);
  });
}
