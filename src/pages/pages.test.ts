import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openPages, type PagesFixture, sampleBrand } from './fakes/pages-fixture.ts';

const pathOf = {
  'password-change': '/u/reset-password',
  'email-verification': '/u/email-verification',
} as const;
const purposes = ['password-change', 'email-verification'] as const;

let fixture: PagesFixture;
before(async () => {
  fixture = await openPages('https://id.example/');
});
after(() => fixture.server.close());
beforeEach(() => {
  fixture.brand = sampleBrand;
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };

for (const purpose of purposes) {
  const path = pathOf[purpose];
  const link = (): string => `${path}?ticket=${fixture.issue({ purpose })}`;

  describe(path, () => {
    test('keeps to itself: no storing, framing, referring, and nothing from elsewhere', async () => {
      const { statusCode, headers } = await fixture.server.inject(link());
      assert.equal(statusCode, 200);
      assert.equal(
        headers['content-security-policy'],
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['x-frame-options'], 'DENY');
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(headers['set-cookie'], undefined);
      assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    });

    test('opened, asked for its head or fetched ahead, however often, it changes nothing', async () => {
      const url = link();
      const before = fixture.changes.length;
      for (const request of [
        { method: 'GET' },
        { method: 'HEAD' },
        { method: 'GET', headers: { 'sec-purpose': 'prefetch' } },
        { method: 'GET', headers: { 'sec-fetch-site': 'cross-site' } },
      ] as const) {
        assert.equal((await fixture.server.inject({ url, ...request })).statusCode, 200);
      }
      assert.equal(fixture.changes.length, before);
    });

    test('every ticket that cannot be used is answered alike', async () => {
      const used = fixture.issue({ purpose });
      await fixture.server.inject({
        method: 'POST',
        url: `${path}?ticket=${used}`,
        payload: 'password=Passwo rd1!',
        headers: form,
      });
      const foreign = fixture.issue({ purpose: purposes.find((other) => other !== purpose) ?? purpose });
      const queries = [
        `?ticket=${used}`,
        `?ticket=${foreign}`,
        `?ticket=${'A'.repeat(43)}`,
        '',
        '?ticket=',
        '?ticket=%ff%00',
        '?ticket[a]=b',
        `?ticket=${'x'.repeat(5000)}`,
        `?ticket=${used}&ticket=${used}`,
        '?ticket=%22%3E%3Cscript%3E',
      ];
      const before = fixture.changes.length;
      const answers = new Set<string>();
      for (const query of queries) {
        for (const method of ['GET', 'POST'] as const) {
          const { statusCode, body, headers } = await fixture.server.inject({ method, url: path + query });
          const { date: _, ...said } = headers;
          answers.add(JSON.stringify([statusCode, said, body]));
        }
      }
      assert.equal(answers.size, 1);
      assert.match([...answers].join(), /^\[410,.*This link no longer works/s);
      assert.equal(fixture.changes.length, before);
    });

    test('a form from another site does nothing', async () => {
      const before = fixture.changes.length;
      for (const headers of [
        { ...form, 'sec-fetch-site': 'cross-site' },
        { ...form, origin: 'https://evil.example' },
      ]) {
        const answer = await fixture.server.inject({
          method: 'POST',
          url: link(),
          payload: 'password=a',
          headers,
        });
        assert.equal(answer.statusCode, 403);
        assert.match(answer.body, /This form could not be read/);
      }
      assert.equal(fixture.changes.length, before);
    });

    const unreadable: readonly [string, number, { payload: string; type: string }][] = [
      ['JSON', 415, { payload: '{"password":"a"}', type: 'application/json' }],
      ['plain text', 415, { payload: 'password=a', type: 'text/plain' }],
      ['a field twice', 400, { payload: 'password=a&password=b', type: form['content-type'] }],
      ['20 kB', 413, { payload: `password=${'a'.repeat(20_000)}`, type: form['content-type'] }],
    ];
    for (const [what, status, { payload, type }] of unreadable) {
      test(`${what} is no form: ${status}, as a page`, async () => {
        const answer = await fixture.server.inject({
          method: 'POST',
          url: link(),
          payload,
          headers: { 'content-type': type },
        });
        assert.equal(answer.statusCode, status);
        assert.match(answer.body, /<h1>This form could not be read<\/h1>/);
        assert.match(String(answer.headers['content-security-policy']), /form-action 'self'/);
      });
    }

    test('what it is given is text, whatever it looks like', async () => {
      fixture.brand = {
        ...sampleBrand,
        name: '"><script>brand</script>',
        logoUrl: 'https://cdn.example/"><script>logo</script>.png',
        supportUrl: 'javascript:alert(1)',
        supportEmail: null,
      };
      const ticket = fixture.issue({
        purpose,
        email: '"><script>"email"</script>@x.example',
        clientName: "</title><img src=x onerror='client'>",
      });
      const { body, headers } = await fixture.server.inject(`${path}?ticket=${ticket}&ui_locales="><script>`);
      assert.equal(body.match(/<script/g)?.length, 1);
      assert.equal(body.match(/<\/title>/g)?.length, 1);
      assert.equal(body.match(/<img/g)?.length, 1);
      assert.doesNotMatch(body, /javascript:|onerror='/);
      assert.match(String(headers['content-security-policy']), /img-src 'self' https:\/\/cdn\.example;/);
      fixture.brand = { ...fixture.brand, logoUrl: null };
      const named = await fixture.server.inject(`${path}?ticket=${ticket}`);
      assert.equal(named.body.match(/<script/g)?.length, 1);
      assert.ok(named.body.includes('&#60;script&#62;brand'));
    });
  });
}

test('the language is that of the link, else of the browser, else the first that is enabled', async () => {
  const said = async (query: string, acceptLanguage?: string): Promise<string> => {
    const headers = acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage };
    const answer = await fixture.server.inject({
      url: `/u/reset-password?ticket=${fixture.issue()}${query}`,
      headers,
    });
    const [, language = ''] = /<html lang="([^"]+)"/.exec(answer.body) ?? [];
    assert.equal(answer.headers['content-language'], language);
    return language;
  };
  assert.equal(await said('&ui_locales=pt'), 'pt-BR');
  assert.equal(await said('&ui_locales=xx%20de-AT', 'fr'), 'de');
  assert.equal(await said('', 'nl, fr;q=0.5'), 'fr');
  assert.equal(await said(''), 'en');
  fixture.brand = { ...sampleBrand, locales: ['es', 'de'] };
  assert.equal(await said('', 'fr'), 'es');
});

test('a language that the link asks for stays through the form', async () => {
  const ticket = fixture.issue();
  const { body } = await fixture.server.inject(`/u/reset-password?ticket=${ticket}&ui_locales=de-AT`);
  assert.ok(body.includes(`action="/u/reset-password?ticket&#61;${ticket}&#38;ui_locales&#61;de-AT"`));
});

test('where there is no page, a page says so', async () => {
  for (const url of ['/u/', '/u/reset-passwor', '/u/reset-password/x?ticket=y', '/u/email-verification/']) {
    const answer = await fixture.server.inject(url);
    assert.equal(answer.statusCode, 404, url);
    assert.match(answer.body, /<h1>There is no page here<\/h1>/);
  }
  assert.equal((await fixture.server.inject('/elsewhere')).json().error, 'not_found');
});

test('what fails unexpectedly is logged and not told', async () => {
  fixture.outcome = new Error('cause-canary');
  const url = `/u/reset-password?ticket=${fixture.issue()}`;
  const answer = await fixture.server.inject({ method: 'POST', url, payload: 'password=x', headers: form });
  fixture.outcome = undefined;
  assert.equal(answer.statusCode, 500);
  assert.match(answer.body, /<h1>Something went wrong<\/h1>/);
  assert.doesNotMatch(answer.body, /canary/);
  assert.ok(fixture.logLines.some((line) => line.includes('cause-canary')));
});

test('without a brand there is still a page', async () => {
  fixture.brand = new Error('cause-canary');
  const answer = await fixture.server.inject(`/u/reset-password?ticket=${fixture.issue()}`);
  assert.equal(answer.statusCode, 500);
  assert.match(answer.body, /<h1>Something went wrong<\/h1>/);
  assert.doesNotMatch(answer.body, /canary/);
});

test('SEGUE_URL may have a path', async () => {
  const other = await openPages('https://example.com/auth/');
  const url = `/u/reset-password?ticket=${other.issue()}`;
  const { body } = await other.server.inject(url);
  const sent = await other.server.inject({ method: 'POST', url, payload: 'password=x', headers: form });
  await other.server.close();
  assert.equal(sent.headers.location, '/auth/u/reset-password/done');
  assert.match(body, /action="\/auth\/u\/reset-password\?/);
  assert.match(body, /href="\/auth\/u\/assets\/pages\./);
});

test('no ticket and no password stands in the log', async () => {
  const ticket = fixture.issue();
  const url = `/u/reset-password?ticket=${ticket}`;
  await fixture.server.inject(url);
  await fixture.server.inject({ method: 'POST', url, payload: 'password=Log-canary1', headers: form });
  await fixture.server.inject({
    method: 'POST',
    url,
    payload: 'password=Log-canary1',
    headers: { 'content-type': 'x/y' },
  });
  await fixture.server.inject({ url: `/u/nowhere?ticket=${ticket}` });
  const log = fixture.logLines.join('\n');
  assert.ok(log.includes('/u/reset-password'));
  assert.ok(!log.includes(ticket));
  assert.ok(!log.includes('Log-canary1'));
});
