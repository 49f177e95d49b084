import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const names = ['migrated', 'unmigrated', 'blocked', 'deleted', 'moved'];
const right = 'correct horse';
const legacy = scriptsOver(
  names.map((name) => ({
    identifiers: [`${name}@example.com`],
    password: right,
    profile: { user_id: name, email: `${name}@example.com` },
  })),
);

/** Everything of an answer that a caller sees, but for the time of day and the id of the request. */
function seen({ status, headers, text }: Answer): unknown {
  const shown = [...headers].filter(([name]) => name !== 'date').toSorted();
  return { status, headers: shown, text };
}

for (const store of stores) {
  test(`an answer does not tell whether an account exists, ${store.name}`, store.options, async (t) => {
    const segue = await startSegue(store);
    t.after(() => segue.stop());
    const connection = await createLegacyConnection(segue, legacy);
    for (const name of ['migrated', 'blocked', 'deleted', 'moved']) {
      assert.equal((await connection.logIn(`${name}@example.com`, right)).status, 200);
    }
    assert.equal((await segue.manage('PATCH', 'users/auth0%7Cblocked', { blocked: true })).status, 200);
    assert.equal((await segue.manage('DELETE', 'users/auth0%7Cdeleted')).status, 204);
    const { accounts } = await segue.otherNode();
    await accounts.users.update('auth0|moved', { email: 'elsewhere@example.com' }, Date.now());

    const refused: readonly (readonly [who: string, password: string])[] = [
      ['migrated@example.com', 'wrong'],
      ['unmigrated@example.com', 'wrong'],
      ['nobody@example.com', 'wrong'],
      ['nobody', 'wrong'],
      ['blocked@example.com', 'wrong'],
      ['deleted@example.com', 'wrong'],
      ['deleted@example.com', right],
      ['moved@example.com', 'wrong'],
      ['moved@example.com', right],
      [`${'n'.repeat(300)}@example.com`, 'wrong'],
      ['nobody@example.com', 'w'.repeat(1_025)],
      ['migrated@example.com', 'w'.repeat(1_025)],
    ];
    const answers = await Promise.all(refused.map(([who, password]) => connection.logIn(who, password)));
    const [first] = answers;
    assert.ok(first !== undefined);
    assert.deepEqual(
      [first.status, first.body],
      [403, { error: 'invalid_grant', error_description: 'Wrong email or password.' }],
    );
    for (const [index, answer] of answers.entries())
      assert.deepEqual(seen(answer), seen(first), refused[index]?.[0]);

    const blocked = await connection.logIn('blocked@example.com', right);
    assert.deepEqual([blocked.status, blocked.body.error_description], [401, 'user is blocked']);
  });
}
