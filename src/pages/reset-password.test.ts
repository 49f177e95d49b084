import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import type { ConfirmPasswordChangeOutcome } from '../accounts/index.ts';
import { HashQueueFull } from '../accounts/index.ts';
import { excellentRules, openPages, type PagesFixture } from './fakes/pages-fixture.ts';

let fixture: PagesFixture;
before(async () => {
  fixture = await openPages();
});
after(() => fixture.server.close());
beforeEach(() => {
  fixture.outcome = undefined;
  fixture.resultUrl = null;
});

// With an ampersand, a plus and an umlaut: what a form has to carry whole.
const password = 'Tür+canary & Zöpfe';

function send(ticket: string, fields: Readonly<Record<string, string>>): Promise<LightMyRequestResponse> {
  return fixture.server.inject({
    method: 'POST',
    url: `/u/reset-password?ticket=${ticket}`,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    remoteAddress: '192.0.2.7',
  });
}

/** Goes where an answer says that it is done, as a browser does. */
async function whenDone(answer: LightMyRequestResponse): Promise<LightMyRequestResponse> {
  assert.equal(answer.statusCode, 303, answer.body);
  assert.equal(answer.headers['cache-control'], 'no-store');
  const url = String(answer.headers.location);
  assert.match(url, /^\/u\/reset-password\/done/);
  return fixture.server.inject(url);
}

/** A value as it stands in the page's HTML. */
function attribute(body: string, name: string): string | undefined {
  return new RegExp(` ${name}="([^"]*)"`).exec(body)?.[1];
}

test('the form says whose account it is and tells the rules beforehand', async () => {
  const { statusCode, body } = await fixture.server.inject(`/u/reset-password?ticket=${fixture.issue()}`);
  assert.equal(statusCode, 200);
  assert.match(body, /<title>Choose a new password · Morgenrot<\/title>/);
  assert.match(body, /Account at Morgenrot Shop.*<bdi[^>]*>ada@example\.com<\/bdi>/s);
  assert.match(body, /autocomplete="username" value="ada@example\.com" readonly/);
  assert.equal(body.match(/autocomplete="new-password"/g)?.length, 2);
  assert.equal(attribute(body, 'minlength'), '10');
  assert.equal(
    attribute(body, 'passwordrules'),
    'minlength: 10; required: lower; required: upper; required: digit; required: special; max-consecutive: 2;',
  );
  for (const rule of [
    'at least 10 characters',
    'at least 3 of these 4 kinds of character:',
    'no more than 2 identical characters in a row',
  ]) {
    assert.ok(body.includes(rule), rule);
  }
  assert.doesNotMatch(body, /role="alert" tabindex|aria-invalid|data-met/);
});

test('rules that ask for nothing are not told', async () => {
  const ticket = fixture.issue({
    rules: [{ code: 'lengthAtLeast', least: 1, verified: false }],
    clientName: null,
  });
  const { body } = await fixture.server.inject(`/u/reset-password?ticket=${ticket}`);
  assert.doesNotMatch(body, /Your password must have|password-rules/);
  assert.match(body, /Account at Morgenrot</);
});

test('a new password goes through as it was typed, with its source; then the link is used', async () => {
  const secret = fixture.issue();
  const answer = await send(secret, { password, repeat: password });
  assert.equal(answer.headers.location, '/u/reset-password/done', 'nothing of the ticket, and of nobody');
  const done = await whenDone(answer);
  assert.equal(done.statusCode, 200);
  assert.match(done.body, /<h1>Your password is changed<\/h1>/);
  assert.match(done.body, /You can close this page/);
  const change = fixture.changes.at(-1);
  assert.deepEqual(change, { secret, password, source: { ip: '192.0.2.7', userAgent: 'lightMyRequest' } });
  assert.equal((await send(secret, { password })).statusCode, 410);
});

test('done, a page says so as often as it is opened: no ticket and no form is needed for it', async () => {
  const url = '/u/reset-password/done';
  for (const answer of [await fixture.server.inject(url), await fixture.server.inject(url)]) {
    assert.equal(answer.statusCode, 200);
    assert.match(answer.body, /<h1>Your password is changed<\/h1>/);
    assert.doesNotMatch(answer.body, /<form|ada@example\.com|Morgenrot Shop/);
  }
  assert.equal((await fixture.server.inject({ method: 'POST', url })).statusCode, 404);
});

test('the way on is a link, and only to where a link may lead', async () => {
  fixture.resultUrl = 'https://shop.example/in?a=1&b=2';
  const { body } = await whenDone(await send(fixture.issue(), { password }));
  assert.match(
    body,
    /<a class="button" href="https:\/\/shop\.example\/in\?a&#61;1&#38;b&#61;2">Continue to Morgenrot Shop</,
  );
  fixture.resultUrl = 'javascript:alert(1)';
  const other = await whenDone(await send(fixture.issue(), { password }));
  assert.doesNotMatch(other.body, /javascript|Continue/);
});

test('nobody can have a page that says "done" lead anywhere', async () => {
  fixture.resultUrl = 'https://shop.example/';
  const { headers } = await send(fixture.issue(), { password });
  const sealed = new URL(String(headers.location), 'https://id.example').searchParams.get('to') ?? '';
  assert.match(sealed, /^sealed:/);
  for (const to of ['https://evil.example/', `${sealed.slice(0, -9)}AAAAAAAAA`, '', sealed.toLowerCase()]) {
    const answer = await fixture.server.inject(`/u/reset-password/done?${new URLSearchParams({ to })}`);
    assert.equal(answer.statusCode, 200);
    assert.doesNotMatch(answer.body, /<a class="button"|evil/, to);
  }
});

test('a language that the link asks for stays to the end', async () => {
  const url = `/u/reset-password?ticket=${fixture.issue()}&ui_locales=de-AT`;
  const sent = await fixture.server.inject({
    method: 'POST',
    url,
    payload: 'password=a',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.match((await whenDone(sent)).body, /<h1>Ihr Passwort ist geändert<\/h1>/);
});

const notTaken: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
  ['nothing typed', {}, /Type a new password/],
  ['an empty password', { password: '', repeat: '' }, /Type a new password/],
  ['two passwords', { password, repeat: `${password} ` }, /The two passwords are not the same/],
  ['a kept text of our making up', { kept: 'abc' }, /no longer kept/],
];
for (const [what, fields, message] of notTaken) {
  test(`${what}: 422, and nobody is asked`, async () => {
    const before = fixture.changes.length;
    const { statusCode, body } = await send(fixture.issue(), fields);
    assert.equal(statusCode, 422);
    assert.match(body, message);
    assert.ok(!body.includes('canary'));
    assert.equal(fixture.changes.length, before);
  });
}

const refusals: readonly [ConfirmPasswordChangeOutcome, RegExp][] = [
  [{ outcome: 'refused-password', fault: 'too-weak', rules: excellentRules }, /does not have everything/],
  [{ outcome: 'refused-password', fault: 'too-common' }, /too easy to guess/],
  [{ outcome: 'refused-password', fault: 'personal' }, /contains your name/],
  [{ outcome: 'refused-password', fault: 'used-before', history: 5 }, /used this password before/],
  [{ outcome: 'invalid-password' }, /cannot be used/],
];
for (const [outcome, message] of refusals) {
  test(`${JSON.stringify(outcome).slice(0, 60)}: the form again, with the reason and without the password`, async () => {
    fixture.outcome = outcome;
    const { statusCode, body } = await send(fixture.issue(), { password });
    assert.equal(statusCode, 422);
    assert.match(body, /<title>Error: Choose a new password/);
    assert.match(body, /role="alert" tabindex="-1" autofocus/);
    assert.match(body, message);
    assert.match(
      body,
      /aria-describedby="password-problem field-problem password-rules" aria-invalid="true"/,
    );
    assert.ok(!body.includes('canary'));
  });
}

test('after a refusal the rules show what the password has', async () => {
  const rules = excellentRules.map((rule) => ({ ...rule, verified: rule.code !== 'lengthAtLeast' }));
  fixture.outcome = { outcome: 'refused-password', fault: 'too-weak', rules };
  const { body } = await send(fixture.issue(), { password });
  assert.match(body, /<li data-rule="length" data-least="10" >.*not met yet/);
  assert.match(body, /<li data-rule="identical" data-most="2" data-met>.*>met</);
});

const hindrances: readonly [ConfirmPasswordChangeOutcome | Error, number, string | undefined, RegExp][] = [
  [
    { outcome: 'unavailable', retryAfterSeconds: 90 },
    503,
    '90',
    /does not answer.*Try again in about 2 minutes/s,
  ],
  [new HashQueueFull(1), 503, '1', /very busy.*Try again in a moment/s],
  [{ outcome: 'script-fault' }, 500, undefined, /went wrong on our side/],
];
for (const [outcome, status, retryAfter, message] of hindrances) {
  test(`${'outcome' in outcome ? outcome.outcome : outcome.name}: ${status}, keeps what was typed and does not show it`, async () => {
    fixture.outcome = outcome;
    const secret = fixture.issue();
    const hindered = await send(secret, { password });
    assert.equal(hindered.statusCode, status);
    assert.equal(hindered.headers['retry-after'], retryAfter);
    assert.match(hindered.body, message);
    assert.match(hindered.body, /Nothing has been changed/);
    assert.ok(!hindered.body.includes('canary'));

    const kept = /name="kept" value="([^"]+)"/.exec(hindered.body)?.[1] ?? '';
    const elsewhere = await send(fixture.issue(), { kept });
    assert.match(elsewhere.body, /no longer kept/);
    fixture.outcome = undefined;
    const again = await whenDone(await send(secret, { kept }));
    assert.match(again.body, /<h1>Your password is changed<\/h1>/);
    const change = fixture.changes.at(-1);
    assert.ok(change !== undefined && 'password' in change);
    assert.equal(change.password, password);
  });
}

test('what was kept for too long is asked for again', async () => {
  fixture.outcome = { outcome: 'unavailable', retryAfterSeconds: 30 };
  const secret = fixture.issue();
  const { body } = await send(secret, { password });
  const kept = /name="kept" value="([^"]+)"/.exec(body)?.[1] ?? '';
  fixture.advance(15 * 60_000);
  const again = await send(secret, { kept });
  assert.equal(again.statusCode, 422);
  assert.match(again.body, /no longer kept/);
});

test('a ticket that goes while the form is sent is gone', async () => {
  fixture.outcome = { outcome: 'gone' };
  const answer = await send(fixture.issue(), { password });
  assert.equal(answer.statusCode, 410);
  assert.match(answer.body, /If you have just chosen a new password with it, log in with that one/);
});
