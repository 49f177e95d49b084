import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { keptUser } from '../kit/kept-user.ts';
import { stores, type TestedStore } from '../kit/stores.ts';
import {
  type LegacyUser,
  logInAt,
  type RacedShop,
  type RaceStage,
  setRaceStage,
  subjectsOf,
} from './race-stage.ts';

/* Many first logins of one user at the same instant: the store's unique keys choose one, the others find it done. */
const nodeCounts = { SQLite: 1, PostgreSQL: 2 } as const;

for (const store of stores) {
  const title = (text: string): string => `${text}, ${store.name}, processes: ${nodeCounts[store.name]}`;

  test(title('200 simultaneous first logins of one user make one user'), store.options, async (t) => {
    const { stage, shop, jane } = await janesRace(t, store);
    const { answers } = await race(stage, shop, jane, Array(200).fill(jane.password));

    assert.deepEqual(tally(answers), { 200: 200 });
    assert.deepEqual(new Set(await subjectsOf(stage.nodes[0], answers)), new Set(['auth0|1001']));
    await assertMigratedOnce(stage, shop, jane, { logins: 200 });
    t.diagnostic(`${store.name}: ${shop.scriptCalls()} of 200 logins asked the legacy shop`);
    assert.ok(shop.scriptCalls() > 1, 'it was no race');
  });

  test(
    title('100 simultaneous first logins, half of them with a wrong password'),
    store.options,
    async (t) => {
      const { stage, shop, jane } = await janesRace(t, store);
      const passwords = Array.from({ length: 100 }, (_, index) =>
        index % 4 < 2 ? jane.password : `wrong ${index}`,
      );
      const { answers, right, wrong } = await race(stage, shop, jane, passwords);

      assert.equal(answers.length, 100);
      assert.deepEqual(tally(right), { 200: 50 });
      assert.deepEqual(tally(wrong), { 403: 50 });
      assert.equal(new Set(wrong.map(({ text }) => text)).size, 1, 'wrong is wrong, here or in the shop');
      await assertMigratedOnce(stage, shop, jane, { logins: 50 });
      t.diagnostic(`${store.name}: ${shop.scriptCalls()} of 100 logins asked the legacy shop`);
      assert.ok(shop.scriptCalls() > 1, 'it was no race');
    },
  );

  test(
    title('two users with one legacy id in two connections: one is migrated'),
    store.options,
    async (t) => {
      const stage = await setRaceStage(store, nodeCounts[store.name]);
      t.after(() => stage.stop());
      const people = ['ann', 'bob'].map((name): LegacyUser => {
        return {
          id: 7,
          email: `${name}@example.com`,
          password: stage.operator.canaries.plant(`password-${name}`),
        };
      });
      const runners = await Promise.all(
        people.map(async (user) => ({
          user,
          shop: await stage.addShop(`shop-of-${user.email.slice(0, 3)}`, [user]),
        })),
      );
      const raced = await Promise.all(
        runners.map(async ({ user, shop }) => {
          const { answers } = await race(stage, shop, user, Array(40).fill(user.password));
          return { user, shop, answers };
        }),
      );
      const [winner, loser] = raced.toSorted(
        (a, b) => (a.answers[0]?.status ?? 0) - (b.answers[0]?.status ?? 0),
      );
      assert.ok(winner && loser);
      assert.deepEqual([tally(winner.answers), tally(loser.answers)], [{ 200: 40 }, { 403: 40 }]);
      t.diagnostic(
        `${store.name}: the shops were asked ${winner.shop.scriptCalls()} and ${loser.shop.scriptCalls()} times`,
      );
      await assertMigratedOnce(stage, winner.shop, winner.user, { logins: 40 });
      assert.equal(await loser.shop.connection.user(loser.user.email), undefined);

      await t.test(
        'the other is told to the operator, and comes in with the prefix that the advice names',
        async () => {
          const conflicts = (await stage.operator.logs()).filter(
            ({ details }) => details?.trouble === 'conflict',
          );
          assert.equal(conflicts.length, 40);
          assert.match(conflicts[0].description, /legacy_id_prefix/);
          await loser.shop.connection.change({ segue: { legacy_id_prefix: 'other-' } });
          assert.equal((await logInAt(stage.nodes[0], loser.shop, loser.user)).status, 200);
          assert.equal((await loser.shop.connection.user(loser.user.email)).user_id, 'auth0|other-7');
        },
      );
    },
  );
}

async function janesRace(
  t: TestContext,
  store: TestedStore,
): Promise<{ stage: RaceStage; shop: RacedShop; jane: LegacyUser }> {
  const stage = await setRaceStage(store, nodeCounts[store.name]);
  t.after(() => stage.stop());
  const password = stage.operator.canaries.plant('password');
  const jane = { id: 1001, email: 'jane@example.com', password };
  return { stage, shop: await stage.addShop('shop-users', [jane]), jane };
}

/** Logs the user in with all these passwords at once, at one node after the other. */
async function race(
  { nodes }: RaceStage,
  shop: RacedShop,
  user: LegacyUser,
  passwords: readonly string[],
): Promise<{ answers: readonly Answer[]; right: readonly Answer[]; wrong: readonly Answer[] }> {
  const answers = await Promise.all(
    passwords.map((password, index) => logInAt(nodes[index % nodes.length], shop, user, password)),
  );
  const isRight = (index: number): boolean => passwords[index] === user.password;
  return {
    answers,
    right: answers.filter((_, index) => isRight(index)),
    wrong: answers.filter((_, index) => !isRight(index)),
  };
}

function tally(answers: readonly Answer[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

async function assertMigratedOnce(
  { operator, databaseUrl }: RaceStage,
  { connection }: RacedShop,
  { id, email }: LegacyUser,
  { logins }: { readonly logins: number },
): Promise<void> {
  const { body: users } = await operator.manage('GET', `users-by-email?email=${encodeURIComponent(email)}`);
  assert.deepEqual(
    users.map((user: Record<string, unknown>) => [user['user_id'], user['logins_count']]),
    [[`auth0|${id}`, logins]],
  );
  const kinds = (await operator.logs())
    .filter((log) => log.connection_id === connection.id && log.user_id === `auth0|${id}`)
    .map(({ details }) => details.kind);
  assert.equal(kinds.filter((kind) => kind === 'user-migrated').length, 1);
  assert.equal(kinds.filter((kind) => kind === 'login-succeeded').length, logins);
  assert.equal(await keptUser(databaseUrl, `auth0|${id}`), 'whole user');
}
