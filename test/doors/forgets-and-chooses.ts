import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { DoorsStage } from './doors-stage.ts';
import { createHttpVisitor } from './http-visitor.ts';
import type { Person } from './legacy.ts';
import type { Visitor } from './visitor.ts';

const tooShort = 'plum';
/** Keeps the rules, and is among those that attackers try first. */
const common = 'Password1';
const strong = 'Plum tart 9';

/** A legacy user who never logged in here has forgotten the password, and chooses a new one through the letter (F11). */
export async function forgetsAndChooses(
  t: TestContext,
  stage: DoorsStage,
  visitor: Visitor,
  person: Person,
): Promise<void> {
  const { connection, legacy } = stage;
  const { email } = person;
  const isNobodyHere = async (): Promise<void> => assert.equal(await connection.user(email), undefined);
  let link = '';

  await t.test('F9: a forgotten password brings a letter, after one look-up; nobody is created', async () => {
    await stage.forget(email);
    link = await stage.linkTo('reset-password', email);
    assert.deepEqual(await stage.asked(), [email]);
    await isNobodyHere();
  });

  await t.test('S11: opening the link three times asks nobody and consumes nothing', async () => {
    const scanner = createHttpVisitor(stage.segue); // a mail server's, which looks for bad links
    for (const opener of [scanner, scanner, visitor]) {
      const { status, heading } = await opener.open(link);
      assert.deepEqual([status, heading], [200, 'Choose a new password']);
    }
    assert.deepEqual(await stage.asked(), []);
  });

  await t.test('a password that is too short is refused; held by the page, it asks nobody', async () => {
    const shown = await visitor.chooseTooShort(tooShort);
    if (shown !== 'held') assert.equal(shown.status, 422);
    assert.deepEqual(await stage.asked(), shown === 'held' ? [] : [email]);
    await isNobodyHere();
  });

  await t.test('a common password is refused, and the link stays', async () => {
    const { status, source } = await visitor.choose(common);
    assert.equal(status, 422);
    assert.match(source, /too easy to guess/);
    assert.ok(!source.includes(common), 'no page holds a password');
    assert.deepEqual(await stage.asked(), [email]);
    await isNobodyHere();
  });

  await t.test('while the legacy is away the page says so, and keeps what was typed', async () => {
    await legacy.shut();
    const { status, heading, source } = await visitor.choose(strong);
    assert.deepEqual([status, heading], [503, 'Your password could not be changed just now']);
    assert.match(source, /name="kept" value="sealed:/);
    assert.ok(!source.includes(strong), 'it is sealed');
    await isNobodyHere();
    await legacy.reopen();
    assert.deepEqual(await stage.asked(), []);
  });

  await t.test('F11: sent again, after one look-up, it creates the user with the whole profile', async () => {
    const { status, heading } = await visitor.tryAgain();
    assert.deepEqual([status, heading], [200, 'Your password is changed']);
    assert.deepEqual(await stage.asked(), [email]);
    const user = await connection.user(email);
    assert.partialDeepStrictEqual(user, {
      ...legacy.profileOf(person),
      email,
      email_verified: true,
      segue: { origin: 'migrated-at-password-change' },
    });
    assert.equal((await stage.events('sui', email)).length, 1);
    await stage.noticeTo(email);
  });

  await t.test('F11: every following login is local, with the new password alone', async () => {
    assert.equal((await connection.logIn(email, strong)).status, 200);
    assert.equal((await connection.logIn(email, person.password)).status, 403);
    assert.deepEqual(await stage.asked(), []);
  });

  await t.test('the used link leads nowhere', async () => {
    const { status, heading } = await visitor.open(link);
    assert.deepEqual([status, heading], [410, 'This link no longer works']);
    assert.deepEqual(await stage.asked(), []);
  });
}
