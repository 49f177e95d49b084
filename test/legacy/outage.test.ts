import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { eventually } from '../kit/eventually.ts';
import type { Mailbox } from '../kit/mailbox.ts';
import { skipUnless } from '../kit/services/index.ts';
import { stores } from '../kit/stores.ts';
import { troubles } from './hostile-proxy.ts';
import { legaciesInTrouble } from './legacies-in-trouble.ts';
import {
  forgetful,
  moved,
  newcomers,
  nobody,
  type OutageStage,
  openOutageStage,
  type Troubled,
} from './outage-stage.ts';

for (const kind of legaciesInTrouble) {
  for (const store of stores) {
    const options = store.options.skip === false ? skipUnless(...kind.services) : store.options;
    const name = `a legacy system ${kind.name} that is away, in every way, and comes back, ${store.name}`;
    test(name, options, async (t) => {
      const stage = await openOutageStage(t, store, kind);
      const { troubled } = stage;
      // One after the other: the first call of each starts a process.
      for (const { logIn, condition } of troubled) {
        assert.equal((await logIn(moved)).status, 200);
        assert.deepEqual(await condition(), { state: 'closed', in_flight: 0, waiting: 0 });
      }
      await stage.each(({ proxy, trouble }) => proxy.feel(trouble));
      await whileItIsAway(t, stage);
      await stage.each(({ proxy }) => proxy.feel('well'));
      await whenItIsBack(t, stage);
    });
  }
}

async function whileItIsAway(t: TestContext, stage: OutageStage): Promise<void> {
  const { segue, each } = stage;

  await t.test('at no door is anybody told what is not so: all are asked to come again', () =>
    each(async (doors) => {
      const answers = await Promise.all([
        doors.logIn(newcomers[0] ?? ''),
        doors.logIn(newcomers[1] ?? ''),
        doors.logIn(newcomers[2] ?? '', 'not the password'),
        doors.signUp(nobody('signs-up')),
        doors.create(nobody('is-made')),
        doors.changeEmail(moved, nobody('moves')),
      ]);
      for (const answer of answers) assertOutage(doors, answer);
      await assertForgotten(doors, forgetful);
    }),
  );

  await t.test('then the breaker is open: nobody waits, and the legacy system is left alone', () =>
    each(async (doors) => {
      await eventually(async () => (await doors.condition()).in_flight === 0, {
        within: 20_000,
        what: `the end of the last call on "${doors.name}"`,
      });
      const { state, reason } = await doors.condition();
      assert.equal(state, 'open', doors.name);
      assert.match(reason, /^(connection-failed|deadline)/);
      await eventually(() => isLeftAlone(doors), {
        within: 20_000,
        what: `a pause in which nothing gets through to "${doors.name}"`,
      });
    }),
  );

  await t.test('who has moved notices nothing, nor does another connection', () => assertServed(stage));

  await t.test('the operator is told once for each connection, and sees it in the metrics', async () => {
    const opened = await eventsOf(stage, 'legacy-breaker-opened');
    assert.deepEqual(opened.map(({ connection }) => connection).toSorted(), troubles.toSorted());
    for (const { type, description, details } of opened) {
      assert.equal(type, 'w');
      assert.match(description, /does not answer/);
      assert.match(details.reason, /^(connection-failed|deadline)/);
      assert.match(details.advice, /Segue asks again by itself/);
    }
    const metrics = (await segue.request('metrics')).text;
    for (const name of troubles) {
      assert.match(metrics, new RegExp(`^segue_legacy_state\\{connection="${name}"\\} 2$`, 'm'));
      assert.match(metrics, new RegExp(`^segue_legacy_in_flight\\{connection="${name}"\\} 0$`, 'm'));
    }
    assert.match(metrics, /^segue_legacy_state\{connection="healthy"\} 0$/m);
    const lines = segue.logLines.filter((line) => line.includes('legacy-breaker-opened'));
    assert.equal(lines.length, troubles.length);
    assert.ok(lines.every((line) => line.includes('"level":"warn"')));
  });
}

async function whenItIsBack(t: TestContext, stage: OutageStage): Promise<void> {
  const { segue, each, mailbox, passTime } = stage;

  await t.test('the breaker closes by itself: what was put off finds out that it is back', async () => {
    await each(async ({ name, condition }) => {
      const isOver = async (): Promise<boolean> => (await condition()).retry_after_seconds === 0;
      await eventually(isOver, { within: 20_000, what: `the end of the pause on "${name}"` });
    });
    assert.equal(lettersTo(mailbox, forgetful), 0);
    passTime(60_000); // a request that found nobody is tried again after half a minute
    await each(async ({ name, condition }) => {
      const isClosed = async (): Promise<boolean> => (await condition()).state === 'closed';
      await eventually(isClosed, { within: 20_000, what: `a closed breaker on "${name}"` });
    });
    await eventually(() => lettersTo(mailbox, forgetful) === troubles.length, {
      within: 20_000,
      what: 'a letter to the forgetful of each connection',
    });
  });

  await t.test('who was asked to come again is served at every door', () =>
    each(async (doors) => {
      for (const email of newcomers.slice(0, 2)) assertStatus(doors, await doors.logIn(email), 200);
      assertStatus(doors, await doors.logIn(newcomers[2] ?? '', 'not the password'), 403);
      assertStatus(doors, await doors.logIn(nobody('tries')), 403);
      assertStatus(doors, await doors.signUp(nobody('signs-up')), 200);
      assertStatus(doors, await doors.signUp(newcomers[3] ?? ''), 400);
      assertStatus(doors, await doors.create(nobody('is-made')), 201);
      assertStatus(doors, await doors.changeEmail(moved, nobody('moves')), 200);
      assert.deepEqual(await doors.condition(), { state: 'closed', in_flight: 0, waiting: 0 });
    }),
  );

  await t.test('the operator is told once for each connection that it is over', async () => {
    const closed = await eventsOf(stage, 'legacy-breaker-closed');
    assert.deepEqual(closed.map(({ connection }) => connection).toSorted(), troubles.toSorted());
    for (const { type, details } of closed) {
      assert.deepEqual([type, details.by], ['w', 'answer']);
      assert.ok(details.openMs >= 5_000);
    }
    assert.doesNotMatch((await segue.request('metrics')).text, /^segue_legacy_state\{.*\} [12]$/m);
  });
}

/** Three people came while the breaker was open, all heard the same, and nobody was asked about them. */
async function isLeftAlone(doors: Troubled): Promise<boolean> {
  const before = doors.proxy.heard();
  const answers = [
    await doors.logIn(newcomers[5] ?? ''),
    await doors.logIn(newcomers[5] ?? '', 'not the password'),
    await doors.logIn(nobody('tries')),
  ];
  for (const answer of answers) assertOutage(doors, answer);
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1, 'nothing tells who exists');
  const { state, retry_after_seconds } = await doors.condition();
  const wasOpen = state === 'open' && retry_after_seconds > 0;
  return wasOpen && doors.proxy.heard() === before;
}

/** Who is here needs no legacy system, for a new password neither; and nobody needs another connection's. */
async function assertServed({ each, healthy, mailbox }: OutageStage): Promise<void> {
  await each(async (doors) => {
    const before = doors.proxy.heard();
    assertStatus(doors, await doors.logIn(moved), 200);
    assertStatus(doors, await doors.logIn(moved, 'not the password'), 403);
    await assertForgotten(doors, moved);
    assert.equal(doors.proxy.heard(), before);
  });
  await eventually(() => lettersTo(mailbox, moved) === troubles.length, {
    within: 20_000,
    what: 'a letter to who has moved, on each connection',
  });
  assertStatus(healthy, await healthy.logIn(newcomers[4] ?? ''), 200);
  assertStatus(healthy, await healthy.logIn(nobody('tries')), 403);
  assertStatus(healthy, await healthy.signUp(nobody('signs-up')), 200);
}

function assertOutage({ name }: Pick<Troubled, 'name'>, { status, headers, text }: Answer): void {
  assert.equal(status, 503, `${name}: ${text}`);
  assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  assert.doesNotMatch(text, /wrong|invalid_grant|exists/i);
}

function assertStatus({ name }: Pick<Troubled, 'name'>, { status, text }: Answer, expected: number): void {
  assert.equal(status, expected, `${name}: ${text}`);
}

/** The answer is one text, whoever is behind the address and whatever the legacy system does. */
async function assertForgotten({ forget }: Troubled, email: string): Promise<void> {
  const { status, text } = await forget(email);
  assert.deepEqual([status, text], [200, "We've just sent you an email to reset your password."]);
}

function lettersTo(mailbox: Mailbox, email: string): number {
  return mailbox.letters().filter(({ envelope }) => envelope.to.includes(email)).length;
}

// biome-ignore lint/suspicious/noExplicitAny: tests assert what is in them
async function eventsOf({ segue }: OutageStage, kind: string): Promise<readonly any[]> {
  return (await segue.logs()).filter(({ details }) => details?.kind === kind);
}
