import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { DoorsStage } from './doors-stage.ts';
import type { Visitor } from './visitor.ts';

const strong = 'Plum tart 9';

/** Somebody whom the legacy system does not know signs up, and verifies the address through the letter (F8). */
export async function signsUpAndVerifies(
  t: TestContext,
  stage: DoorsStage,
  visitor: Visitor,
  email: string,
): Promise<void> {
  const { connection } = stage;
  let link = '';

  await t.test('F8: a new user signs up locally, after one look-up', async () => {
    const answer = await stage.signUp(email, strong);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.email_verified, false);
    link = await stage.linkTo('email-verification', email);
    assert.deepEqual(await stage.asked(), [email]);
  });

  await t.test(
    'the link of the letter verifies the address when the button is pressed, and once',
    async () => {
      assert.equal((await visitor.open(link)).heading, 'Confirm your email address');
      assert.equal((await connection.user(email)).email_verified, false, 'opening changes nothing');
      const { status, heading } = await visitor.confirmAddress();
      assert.deepEqual([status, heading], [200, 'Your email address is confirmed']);
      assert.equal((await connection.user(email)).email_verified, true);
      assert.equal((await visitor.open(link)).status, 410);
      assert.deepEqual(await stage.asked(), []);
    },
  );

  await t.test('the first login is local', async () => {
    assert.equal((await connection.logIn(email, strong)).status, 200);
    assert.deepEqual(await stage.asked(), []);
  });
}
