import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTicket, type TicketOrder } from './create-ticket.ts';
import { doorsFixture } from './doors-fixture.contract.ts';
import { sampleTombstone, sampleUser } from './fakes/samples.ts';
import { type Ticket, ticketSecretDigest } from './ticket.ts';

const actor = { clientId: 'operator', source: { ip: '192.0.2.9', userAgent: null } };
const address = 'Ada@example.com';

/** Tickets for an address that only the legacy system knows. */
async function open() {
  const doors = await doorsFixture();
  const { store, clock, connection } = doors;

  function order(given: Partial<TicketOrder> = {}) {
    const usual: TicketOrder = {
      holder: { connectionId: connection.id, email: ` ${address} ` },
      purpose: 'password-change',
      clientId: null,
      resultUrl: null,
      markEmailVerified: false,
      lifetimeMs: 60_000,
    };
    return createTicket(doors.needs, { ...usual, ...given }, actor);
  }

  /** The ticket as it is kept. */
  async function made(given: Partial<TicketOrder> = {}): Promise<Ticket | undefined> {
    const outcome = await order(given);
    if (outcome.outcome !== 'created') assert.fail(outcome.outcome);
    return store.tickets.findByDigest(ticketSecretDigest(outcome.secret), clock.now());
  }

  /** What the one event that is there tells: what happened, where, for whom, and on whose behalf. */
  async function told(): Promise<object> {
    const { events } = await store.events.list({ offset: 0, limit: 9, direction: 'asc', withTotal: false });
    const [event] = events;
    if (event === undefined || events.length > 1) assert.fail(`${events.length} events`);
    const { id: _id, at: _at, ...rest } = event;
    return rest;
  }

  const { id: connectionId, name: connectionName } = connection;
  const context = { ...actor, connectionId, connectionName, userId: null, identifier: address };
  return { ...doors, order, made, told, context };
}

const legacy = { scriptVersion: 'v1', durationMs: 3 };

test("a script's fault is in the log with its reason, where it happened and for whom", async () => {
  const doors = await open();
  doors.legacy.answerWith({ answer: 'fault', script: 'get_user', reason: 'TypeError: x' });
  assert.deepEqual(await doors.order(), { outcome: 'script-fault' });
  const event = { kind: 'script-fault', script: 'get_user', reason: 'TypeError: x', legacy };
  assert.deepEqual(await doors.told(), { ...event, ...doors.context });
});

test('so is an outage', async () => {
  const doors = await open();
  doors.legacy.answerWith({ answer: 'unavailable', retryAfterSeconds: 7, reason: 'ECONNREFUSED' });
  assert.deepEqual(await doors.order(), { outcome: 'unavailable', retryAfterSeconds: 7 });
  const event = { kind: 'legacy-unavailable', reason: 'ECONNREFUSED', legacy };
  assert.deepEqual(await doors.told(), { ...event, ...doors.context });
});

test('a tombstone, a conflict and an address of somebody else are told to the log, with advice, and not to the caller', async () => {
  const { id: connectionId } = (await open()).connection;
  const tombstone = sampleTombstone({ connectionId, email: address });
  const other = sampleUser({ connectionId, userId: 'auth0|7', email: 'countess@example.com' });
  const profile = { id: '7', email: 'countess@example.com' };
  const cases: readonly [RegExp, (doors: Awaited<ReturnType<typeof open>>) => unknown][] = [
    [
      new RegExp(`DELETE /api/v2/segue/tombstones/${tombstone.id}`),
      ({ store }) => store.tombstones.insert(tombstone),
    ],
    [/changed email or username here/, ({ store }) => store.users.insert(other, null)],
    [/other-address/, (doors) => doors.legacy.put({ password: 'x', profile, aliases: [address] })],
    [
      /belongs to auth0\|8 here/,
      async (doors) => {
        await doors.store.users.insert(
          sampleUser({ connectionId, userId: 'auth0|8', username: 'ada' }),
          null,
        );
        doors.legacy.put({ password: 'x', profile: { id: '7', email: address, username: 'ada' } });
      },
    ],
    [/unknown/, (doors) => doors.legacy.answerWith({ answer: 'absent', known: false })],
  ];
  for (const [reason, arrange] of cases) {
    const doors = await open();
    await arrange(doors);
    assert.deepEqual(await doors.order(), { outcome: 'no-such-user' });
    const event = await doors.told();
    assert.match('reason' in event ? String(event.reason) : '', reason);
    assert.deepEqual(
      { ...event, reason: '' },
      { kind: 'password-change-not-offered', reason: '', legacy, ...doors.context },
    );
  }
});

test('who logs in for the first time while the ticket is made finds the link open', async () => {
  const doors = await open();
  const { store, clock, connection } = doors;
  const at = clock.now() + 1;
  const origin = { how: 'migrated-at-login', at, scriptVersion: 'v1', legacyMs: 1 } as const;
  const user = sampleUser({
    connectionId: connection.id,
    userId: 'auth0|7',
    email: 'ada@example.com',
    origin,
  });
  doors.needs.store = {
    ...store,
    async transact(work) {
      const result = await store.transact(work);
      if ((await store.users.find(user.userId)) === undefined) {
        await store.users.insert(user, 'today:right');
        clock.advance(2);
      }
      return result;
    },
  };
  const outcome = await doors.order();
  if (outcome.outcome !== 'created') assert.fail(outcome.outcome);
  assert.equal((await doors.choose(outcome.secret, 'new')).outcome, 'changed');
});

test('a ticket is one event, which names the connection', async () => {
  const doors = await open();
  assert.equal((await doors.made())?.email, 'ada@example.com');
  const event = { kind: 'ticket-created', purpose: 'password-change' };
  assert.deepEqual(await doors.told(), { ...event, ...doors.context, identifier: 'ada@example.com' });
});

const redirects: readonly (readonly [string, string])[] = [
  ['https://shop.example/done', 'https://shop.example/done?email=ada%40example.com'],
  ['https://shop.example/done?a=b&email=x#/c', 'https://shop.example/done?a=b&email=ada%40example.com#/c'],
];
for (const [resultUrl, withEmail] of redirects) {
  test(`where the browser goes at the end is told the address where that is asked for: ${resultUrl}`, async () => {
    const doors = await open();
    assert.equal((await doors.made({ resultUrl, emailInResultUrl: true }))?.resultUrl, withEmail);
    assert.equal((await doors.made({ resultUrl, emailInResultUrl: false }))?.resultUrl, resultUrl);
    assert.equal((await doors.made({ resultUrl }))?.resultUrl, resultUrl);
  });
}

test('without such a place there is nothing to tell', async () => {
  assert.equal((await (await open()).made({ emailInResultUrl: true }))?.resultUrl, null);
});
