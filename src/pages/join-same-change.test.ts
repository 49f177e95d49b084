import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfirmPasswordChangeOutcome, NewPasswordForm } from '../accounts/index.ts';
import { joinSameChange } from './join-same-change.ts';

const form: NewPasswordForm = {
  secret: 'a-secret',
  password: 'four quiet rivers',
  source: { ip: '192.0.2.7', userAgent: null },
};
const changed = { outcome: 'changed', resultUrl: null } as const;

/** The changes that are asked for, each under way until it is told how it ends. */
function heldChanges() {
  const asked: PromiseWithResolvers<ConfirmPasswordChangeOutcome>[] = [];
  const confirm = joinSameChange(async () => {
    const answer = Promise.withResolvers<ConfirmPasswordChangeOutcome>();
    asked.push(answer);
    return answer.promise;
  });
  return { asked, confirm };
}

test('sent again while it is under way, it is asked for once, and ends for both', async () => {
  const { asked, confirm } = heldChanges();
  const both = [confirm(form), confirm({ ...form, source: { ip: '192.0.2.8', userAgent: 'another' } })];
  assert.equal(asked.length, 1);
  asked[0]?.resolve(changed);
  assert.deepEqual(await Promise.all(both), [changed, changed]);
});

test('another password, or another link, is another change', () => {
  const { asked, confirm } = heldChanges();
  void confirm(form);
  void confirm({ ...form, password: 'four quiet lakes' });
  void confirm({ ...form, secret: 'another-secret' });
  assert.equal(asked.length, 3);
});

test('when it has ended it is asked for anew, whether it ended well or not', async () => {
  const { asked, confirm } = heldChanges();
  const first = confirm(form);
  asked[0]?.resolve(changed);
  await first;
  const second = confirm(form);
  assert.equal(asked.length, 2);
  asked[1]?.reject(new Error('the store is away'));
  await assert.rejects(second, /the store is away/);
  void confirm(form);
  assert.equal(asked.length, 3);
});
