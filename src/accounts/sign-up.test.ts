import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doorsFixture } from './doors-fixture.contract.ts';
import { HashQueueFull } from './password-hasher.ts';
import type { RefusalDoor, Refused } from './refusal-clock.ts';
import { type SignUpNeeds, type SignUpOutcome, signUp } from './sign-up.ts';

const hourMs = 60 * 60_000;
const away = { answer: 'unavailable', reason: 'down', retryAfterSeconds: 4 } as const;

async function setUp() {
  const doors = await doorsFixture();
  const waits: Refused[] = [];
  const refusals = {
    hasRoom: (): boolean => true,
    wait: async (_connection: unknown, refused: Refused) => void waits.push(refused),
  };
  return {
    ...doors,
    waits,
    /** Signs somebody up, from an address of no meaning and with a good password unless it is said. */
    async signUp(
      email: string,
      {
        from = '192.0.2.1',
        password = 'new',
        ...more
      }: { from?: string; password?: string } & Partial<SignUpNeeds> = {},
    ): Promise<SignUpOutcome> {
      const nothing = { name: null, nickname: null, givenName: null, familyName: null, picture: null };
      return signUp(
        { ...doors.needs, refusals, ...more },
        {
          connection: doors.connection,
          clientId: 'app',
          draft: { ...nothing, email, username: null, password, phoneNumber: null, userMetadata: {} },
          source: { ip: from, userAgent: null },
          languages: [],
        },
      );
    },
    countOf: async (kind: string): Promise<number> => {
      const query = { offset: 0, limit: 1_000, direction: 'asc', withTotal: false } as const;
      return (await doors.store.events.list(query)).events.filter((event) => event.kind === kind).length;
    },
  };
}

const tooMany = { outcome: 'too-many-attempts', retryAfterSeconds: 3_600 };

test('an outage is never counted against who signs up: the 503 can be tried again until it is over', async () => {
  const { signUp, legacy } = await setUp();
  for (const trouble of [away, { answer: 'fault', script: 'get_user', reason: 'TypeError' } as const]) {
    legacy.answerWith(trouble);
    for (let i = 0; i < 20; i += 1) {
      const { outcome } = await signUp('new@example.com');
      assert.equal(outcome, trouble === away ? 'unavailable' : 'script-fault');
    }
  }
  legacy.answerWith(undefined);
  assert.equal((await signUp('new@example.com')).outcome, 'created');
});

test('a hash queue that is full is not counted against who signs up', async () => {
  const { signUp, passwords } = await setUp();
  const full = async (): Promise<never> => {
    throw new HashQueueFull(1);
  };
  for (let i = 0; i < 20; i += 1)
    await assert.rejects(
      signUp('new@example.com', { passwords: { ...passwords, hash: full } }),
      HashQueueFull,
    );
  assert.equal((await signUp('new@example.com')).outcome, 'created');
});

test('S9: an outage counts against the address that it is provoked from', async () => {
  const { signUp, legacy } = await setUp();
  legacy.answerWith(away);
  for (let i = 0; i < 100; i += 1) assert.equal((await signUp(`new${i}@example.com`)).outcome, 'unavailable');
  assert.deepEqual(await signUp('another@example.com'), tooMany);
  assert.equal((await signUp('another@example.com', { from: '192.0.2.2' })).outcome, 'unavailable');
});

test('a password that is refused before anybody is asked is not counted', async () => {
  const { signUp, legacy } = await setUp();
  for (let i = 0; i < 120; i += 1)
    assert.equal((await signUp('new@example.com', { password: 'weak' })).outcome, 'refused-password');
  for (let i = 0; i < 120; i += 1) assert.equal((await signUp('no address')).outcome, 'invalid');
  assert.deepEqual(legacy.asked, []);
  assert.equal((await signUp('new@example.com')).outcome, 'created');
});

test('passwords that are refused do not leave events without end', async () => {
  const { signUp, clock, countOf } = await setUp();
  for (let i = 0; i < 120; i += 1) await signUp(`new${i}@example.com`, { password: 'weak' });
  assert.equal(await countOf('sign-up-refused'), 100);
  await signUp('new@example.com', { password: 'weak', from: '192.0.2.2' });
  clock.advance(hourMs);
  await signUp('new@example.com', { password: 'weak' });
  assert.equal(await countOf('sign-up-refused'), 102);
});

test('F10, S13: ten answers tell of an address, in every spelling, whether it is taken or not', async () => {
  for (const [email, spelled] of [
    ['ada@example.com', 'A.DA+x@example.com'],
    ['new@example.com', 'N.EW+x@example.com'],
  ] as const) {
    const { signUp, legacy, countOf, clock } = await setUp();
    const first = await signUp(email);
    assert.equal(first.outcome, email === 'ada@example.com' ? 'exists' : 'created');
    for (let i = 0; i < 9; i += 1)
      assert.deepEqual(await signUp(email), { outcome: 'exists', taken: 'email' });
    const asked = legacy.asked.length;
    for (let i = 0; i < 5; i += 1)
      assert.deepEqual(await signUp(spelled, { from: `198.51.100.${i}` }), tooMany);
    assert.equal(legacy.asked.length, asked, 'turned away before any look-up');
    assert.equal(await countOf('sign-up-too-many-attempts'), 1, 'once in a window');
    clock.advance(hourMs);
    assert.equal((await signUp(email)).outcome, 'exists');
    for (let i = 0; i < 10; i += 1) await signUp(email);
    assert.equal(await countOf('sign-up-too-many-attempts'), 2);
  }
});

test('F10, S13: a hundred answers an hour are all that one network gets, also of those that it asks at once', async () => {
  const { signUp, legacy, countOf } = await setUp();
  const taken = (i: number): boolean => i % 2 === 0;
  for (let i = 0; i < 150; i += 1)
    if (taken(i)) legacy.put({ password: 'x', profile: { id: `${i}`, email: `p${i}@example.com` } });
  const outcomes = await Promise.all(
    Array.from({ length: 150 }, async (_, i) => ({ i, ...(await signUp(`p${i}@example.com`)) })),
  );
  const told = outcomes.filter(({ outcome }) => outcome !== 'too-many-attempts');
  assert.equal(told.length, 100);
  for (const { i, outcome } of told) assert.equal(outcome, taken(i) ? 'exists' : 'created');
  assert.equal(await countOf('sign-up-too-many-attempts'), 1);
});

test('S1: when too many refused sign-ups wait, more are turned away before any look-up; one a minute is news', async () => {
  const { signUp, legacy, clock, kinds, waits, attackProtection } = await setUp();
  attackProtection.crowded('log-in'); // which is news of its own
  const asked: RefusalDoor[] = [];
  const refusals = {
    hasRoom: (door: RefusalDoor) => {
      asked.push(door);
      return door !== 'sign-up';
    },
    wait: async () => {},
  };
  for (let i = 0; i < 5; i += 1)
    assert.deepEqual(await signUp('ada@example.com', { refusals }), {
      outcome: 'too-many-attempts',
      retryAfterSeconds: 1,
    });
  clock.advance(60_000);
  await signUp('ada@example.com', { refusals });
  assert.deepEqual(legacy.asked, []);
  assert.deepEqual(new Set(asked), new Set(['sign-up']));
  assert.deepEqual(await kinds(), ['sign-up-too-many-attempts', 'sign-up-too-many-attempts']);
  for (let i = 0; i < 10; i += 1) assert.equal((await signUp('ada@example.com')).outcome, 'exists');
  assert.equal(waits.length, 10, 'who was turned away was not counted');
});

test('S1: refused sign-ups wait at a door of their own, where they keep no login waiting', async () => {
  const { signUp, waits, clock } = await setUp();
  await signUp('new@example.com');
  assert.deepEqual(waits, []);
  for (const email of ['ada@example.com', 'new@example.com']) await signUp(email);
  const arrivedAt = clock.now();
  assert.deepEqual(waits, [
    { door: 'sign-up', arrivedAt, whereabouts: 'legacy' },
    { door: 'sign-up', arrivedAt, whereabouts: 'user-here' },
  ]);
});

test('news of a crowd at one door does not keep back that of the other', async () => {
  const { attackProtection } = await setUp();
  const news = (['log-in', 'sign-up', 'log-in', 'sign-up'] as const).map(
    (door) => attackProtection.crowded(door).isNews,
  );
  assert.deepEqual(news, [true, true, false, false]);
});
