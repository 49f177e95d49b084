import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { skipUnless } from '../kit/services/index.ts';
import { stores } from '../kit/stores.ts';
import { type DoorsStage, openDoorsStage } from './doors-stage.ts';
import { createHttpVisitor } from './http-visitor.ts';
import type { Person } from './legacy.ts';
import { type MariaDbTable, startMariaDbTable } from './mariadb-table.ts';

/** Collations that compare without case and accents, as most tables of MySQL have one. */
const collations = ['utf8mb4_general_ci', 'utf8mb4_unicode_ci'];

/** With KELVIN SIGN, whose lower case is an ordinary k: for our own key it is mike@example.org. */
const kelvin = 'mi\u212ae@example.org';

/** Each victim, and who the collation says is the same: another mailbox, or one in a domain of the attacker's own. */
const lookAlikes = [
  { victim: 'josé@example.com', lookAlike: 'jose@example.com' },
  { victim: 'mike@example.org', lookAlike: 'mïke@example.org' },
  { victim: 'anna@example.net', lookAlike: 'anna@exámple.net' },
] as const;

const people = lookAlikes.map(
  ({ victim }, index): Person => ({
    id: index + 1,
    email: victim,
    nickname: `victim-${index + 1}`,
    givenName: 'Some',
    familyName: 'Body',
    password: `secret of ${index + 1}`,
  }),
);

const strong = 'Plum tart 9';

describe('S2: a look-alike address receives nobody else’s letter', skipUnless('mariadb'), () => {
  for (const [store, collation] of stores.flatMap((each) =>
    collations.map((collation) => [each, collation] as const),
  )) {
    test(`${collation}, ${store.name}`, { ...store.options, timeout: 60_000 }, async (t) => {
      const legacy = await startMariaDbTable(people, collation);
      const stage = await openDoorsStage(t, store, legacy);

      for (const { victim, lookAlike } of lookAlikes) {
        await t.test(`${lookAlike} gets no letter, and ${victim} none that it did not ask for`, async () => {
          await stage.forget(lookAlike);
          const { details } = await stage.event('fcpr', lookAlike);
          assert.equal(details.reason, 'other-address', 'the table has found the victim');
          assert.deepEqual(await stage.asked(), [lookAlike]);
          assert.deepEqual(stage.mailbox.letters(), []);
          await isNobody(stage, victim, lookAlike);
        });
      }

      await t.test('the victim itself gets its letter, however it types its address', async () => {
        await stage.forget(' Anna@EXAMPLE.net');
        await stage.linkTo('reset-password', 'anna@example.net');
        assert.equal(stage.mailbox.letters().length, 1);
      });

      // KELVIN SIGN in lower case is k: where the table does not fold it, it is asked again by our key, which does.
      await t.test('where our own key folds it, the letter goes to the address in the table', async () => {
        stage.mailbox.clear();
        await stage.forget(kelvin);
        await stage.linkTo('reset-password', 'mike@example.org');
        const addresses = stage.mailbox.letters().flatMap(({ envelope }) => envelope.to);
        assert.deepEqual(addresses, ['mike@example.org']);
      });

      await t.test('confirming checks again: the table may find somebody else by then', async () => {
        await anotherTakesThePlace(stage, legacy);
      });
    });
  }
});

/** Somebody asks in its own name, and leaves the legacy application, where its address then finds another. */
async function anotherTakesThePlace(stage: DoorsStage, legacy: MariaDbTable): Promise<void> {
  await legacy.run(`INSERT INTO users (id, email) VALUES (7, 'zoe@example.com')`);
  await stage.forget('zoe@example.com');
  const link = await stage.linkTo('reset-password', 'zoe@example.com');
  await legacy.run(
    `DELETE FROM users WHERE id = 7; INSERT INTO users (id, email) VALUES (8, 'zoë@example.com')`,
  );
  await stage.asked();

  const visitor = createHttpVisitor(stage.segue);
  await visitor.open(link);
  const { status, heading } = await visitor.choose(strong);
  assert.deepEqual([status, heading], [410, 'This link no longer works']);
  assert.deepEqual(await stage.asked(), ['zoe@example.com']);
  const { details } = await stage.event('fcp', 'zoe@example.com');
  assert.equal(details.reason, 'other-address');
  await isNobody(stage, 'zoe@example.com', 'zoë@example.com');
}

async function isNobody({ connection }: DoorsStage, ...emails: readonly string[]): Promise<void> {
  for (const email of emails) assert.equal(await connection.user(email), undefined, email);
}
