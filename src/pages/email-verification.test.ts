import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPages, type PagesFixture } from './fakes/pages-fixture.ts';

let fixture: PagesFixture;
before(async () => {
  fixture = await openPages();
});
after(() => fixture.server.close());

test('one button, which verifies the address once', async () => {
  const secret = fixture.issue({ purpose: 'email-verification' });
  const url = `/u/email-verification?ticket=${secret}`;
  const page = await fixture.server.inject(url);
  assert.match(page.body, /ada@example\.com/);
  assert.equal(page.body.match(/<button/g)?.length, 1);
  assert.equal(page.body.match(/<input/g), null);
  assert.deepEqual(fixture.changes, []);

  const sent = await fixture.server.inject({ method: 'POST', url, remoteAddress: '192.0.2.7' });
  assert.deepEqual([sent.statusCode, sent.headers.location], [303, '/u/email-verification/done']);
  const done = await fixture.server.inject('/u/email-verification/done');
  assert.equal(done.statusCode, 200);
  assert.match(done.body, /<h1>Your email address is confirmed<\/h1>\s*<p>You can close this page/);
  assert.deepEqual(fixture.changes, [{ secret, source: { ip: '192.0.2.7', userAgent: 'lightMyRequest' } }]);

  const again = await fixture.server.inject({ method: 'POST', url });
  assert.equal(again.statusCode, 410);
  assert.match(again.body, /If you have just confirmed your email address, there is nothing left to do/);
});

test('the way on is a link', async () => {
  fixture.resultUrl = 'https://shop.example/';
  const url = `/u/email-verification?ticket=${fixture.issue({ purpose: 'email-verification' })}`;
  const { headers } = await fixture.server.inject({
    method: 'POST',
    url,
    payload: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const { body } = await fixture.server.inject(String(headers.location));
  assert.match(body, /href="https:\/\/shop\.example\/">Continue to Morgenrot Shop</);
});
