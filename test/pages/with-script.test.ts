import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { CheckedRule, ConfirmPasswordChangeOutcome, PasswordRules } from '../../src/accounts/index.ts';
import { createPasswordPolicy } from '../../src/passwords/index.ts';
import { eventually } from '../kit/eventually.ts';
import { skipUnless } from '../kit/services/index.ts';
import { openPageStage, type PageStage } from './page-stage.ts';

const policy = createPasswordPolicy();
const rulesOf = (level: PasswordRules['level']): PasswordRules => ({
  level,
  minLength: null,
  dictionary: { enabled: false, words: [] },
  noPersonalInfo: false,
  history: 0,
});

const passwords = [
  'a',
  'aaa',
  'aab',
  'Plum',
  'plumtart',
  'Plumtart',
  'Plumtart9',
  'PLUMTART9!',
  'plum tart 9',
  'Plum tart 999',
  'ÄÖÜäöüß1',
  'пароль123',
  'ПАРОЛЬ',
  '密码密码密码密码密码',
  '😀😀😀😀😀',
  '😀😃😄😁😆😅🤣😂🙂🙃',
  '٣٤٥٦٧٨٩٠',
  'e\u0301e\u0301e\u0301e\u0301',
  'ǅǅǅǅaaaa',
  '\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b',
  '          ',
  `${'x'.repeat(30)}`,
  'a\tb\tc\td\te',
];

/** How each rule stands, by the server's word. */
function standing(rules: readonly CheckedRule[]): readonly boolean[] {
  return rules.flatMap((rule) => {
    const classes = 'classes' in rule ? rule.classes.map(({ verified }) => verified) : [];
    return rule.code === 'shouldContain' ? classes : [rule.verified, ...classes];
  });
}

describe('with script', skipUnless('chromium'), () => {
  let stage: PageStage;
  let page: Page;
  before(async () => {
    stage = await openPageStage();
    page = await stage.open();
  });
  after(() => stage.close());

  for (const level of ['low', 'fair', 'good', 'excellent'] as const) {
    test(`the rules of level ${level} are marked while one types as the server will judge`, async () => {
      const rules = rulesOf(level);
      await stage.visit(page, { rules: policy.rulesOf(rules) });
      for (const password of passwords) {
        await page.locator('#password').fill(password);
        const verdict = await policy.check(password, rules, {});
        const marks = await page
          .locator('[data-rule]')
          .evaluateAll((items) => items.map((item) => item.hasAttribute('data-met')));
        if (verdict.verdict === 'too-weak') assert.deepEqual(marks, standing(verdict.rules), password);
        else assert.ok(await allKept(page), password);
      }
    });
  }

  test('a password that lacks something stays here, is not lost, and is told why', async () => {
    const before = stage.fixture.changes.length;
    await stage.visit(page);
    await page.locator('#password').fill('Plum');
    await page.keyboard.press('Enter');
    assert.equal(
      await page.locator('#field-problem').textContent(),
      'This password does not have everything that is asked for below.',
    );
    assert.equal(await page.locator('#password').inputValue(), 'Plum');
    assert.equal(await page.locator('#password').getAttribute('aria-invalid'), 'true');
    await page.locator('#password').press('0');
    assert.equal(await page.locator('#field-problem').isVisible(), false);
    assert.equal(stage.fixture.changes.length, before);
  });

  test('length and variety are told in four steps, once the rules are kept', async () => {
    await stage.visit(page);
    const words: (string | null)[] = [];
    for (const password of [
      'Aa1!Aa1!Aa',
      'Password1!',
      'plum tart 9',
      'Tr0ub4dor&3',
      'correct horse Battery staple 9',
    ]) {
      await page.locator('#password').fill(password);
      words.push(await page.locator('#strength-text').textContent());
    }
    assert.deepEqual(
      words.map((text) => text?.replace('Length and variety: ', '')),
      ['low', 'low', 'fair', 'fair', 'very good'],
    );
    await page
      .locator('#announcer')
      .filter({ hasText: '3 of 3 requirements met. Length and variety: very good' })
      .waitFor();
  });

  test('a shown password is sent as a hidden one, so that no browser remembers it as plain text', async () => {
    const secret = await stage.visit(page);
    await page.locator('#password').fill('Plum tart 9');
    await page.getByRole('button', { name: 'Show password' }).click();
    await page.evaluate("document.forms[0].addEventListener('submit', (e) => { e.preventDefault(); })");
    await page.getByRole('button', { name: 'Change password' }).click();
    assert.equal(await page.locator('#password').getAttribute('type'), 'password');
    assert.ok(!stage.fixture.changes.some((change) => change.secret === secret));
  });

  test('what the server found fault with is no longer told of what one types next', async () => {
    stage.fixture.outcome = { outcome: 'refused-password', fault: 'too-common' };
    await stage.visit(page);
    await page.locator('#password').fill('Plum tart 9');
    await page.keyboard.press('Enter');
    await page.locator('.problem').waitFor();
    stage.fixture.outcome = undefined;
    const password = page.locator('#password');
    assert.match((await password.getAttribute('aria-describedby')) ?? '', /password-problem/);
    await password.press('x');
    assert.equal(await page.locator('.problem').count(), 0);
    assert.equal(await password.getAttribute('aria-describedby'), 'field-problem password-rules');
    assert.equal(await password.getAttribute('aria-invalid'), 'false');
    assert.equal(await page.getByText('too easy to guess').count(), 0);
  });

  test('an impatient second press sends nothing, and ends well', async (t) => {
    const answer = Promise.withResolvers<ConfirmPasswordChangeOutcome>();
    t.after(() => answer.resolve({ outcome: 'gone' })); // lets the server close whatever happened
    stage.fixture.outcome = answer.promise;
    const secret = await stage.visit(page);
    const changes = (): number => stage.fixture.changes.filter((change) => change.secret === secret).length;
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    await page.locator('#password').fill('Plum tart 9');
    const button = page.locator('button[type=submit]');
    await button.scrollIntoViewIfNeeded();
    const { x, y } = (await button.boundingBox()) ?? { x: 0, y: 0 };
    await page.mouse.click(x + 9, y + 9);
    await eventually(() => changes() === 1, { within: 10_000, what: 'the first press arrives' });
    await page.mouse.click(x + 9, y + 9);
    answer.resolve({ outcome: 'changed', resultUrl: null });
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    assert.deepEqual([changes(), posts.length], [1, 1]);
    stage.fixture.outcome = undefined;
  });
});

async function allKept(page: Page): Promise<boolean> {
  return (await page.locator('#password-rules > ul > [data-rule]:not([data-met])').count()) === 0;
}
