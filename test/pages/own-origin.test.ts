import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sampleBrand } from '../../src/pages/fakes/pages-fixture.ts';
import { skipUnless } from '../kit/services/index.ts';
import { openPageStage, type PageStage } from './page-stage.ts';

describe('a page in a browser', skipUnless('chromium'), () => {
  let stage: PageStage;
  before(async () => {
    stage = await openPageStage();
  });
  after(() => stage.close());

  test('asks nobody but us, says nothing of the ticket, and leaves no cookie', async () => {
    const page = await stage.open();
    const requests: { url: string; referer: string }[] = [];
    page.on('request', (request) => {
      requests.push({ url: request.url(), referer: request.headers()['referer'] ?? '' });
    });
    const secret = await stage.visit(page);
    await page.locator('#password').fill('Plum tart 9');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    assert.ok(requests.length >= 4);
    for (const { url, referer } of requests) {
      assert.ok(url.startsWith(`${stage.origin}/u/`), url);
      assert.equal(referer, '');
    }
    assert.ok(
      requests.filter(({ url }) => url.includes('/assets/')).every(({ url }) => !url.includes(secret)),
    );
    assert.deepEqual(await page.context().cookies(), []);
    await page.context().close();
  });

  test('shows the logo of the brand, and asks its origin for nothing else', async () => {
    const page = await stage.open();
    const elsewhere: string[] = [];
    await page.route('https://cdn.example/**', async (route) => {
      elsewhere.push(route.request().url());
      const body =
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40"/></svg>';
      await route.fulfill({ contentType: 'image/svg+xml', body });
    });
    stage.fixture.brand = { ...sampleBrand, logoUrl: 'https://cdn.example/logo.svg' };
    await stage.visit(page);
    stage.fixture.brand = sampleBrand;
    const logo = page.getByRole('img', { name: 'Morgenrot' });
    assert.equal((await logo.boundingBox())?.width, 80);
    assert.deepEqual(elsewhere, ['https://cdn.example/logo.svg']);
    await page.context().close();
  });

  test('leads on to another origin', async () => {
    const page = await stage.open();
    await page.route('https://shop.example/**', (route) => route.fulfill({ body: 'the shop' }));
    stage.fixture.resultUrl = 'https://shop.example/in';
    await stage.visit(page, { purpose: 'email-verification' });
    await page.locator('button').click();
    await page.getByRole('link', { name: 'Continue to Morgenrot Shop' }).click();
    await page.getByText('the shop').waitFor();
    await page.context().close();
  });

  test('cannot be made to send its form by another site', async () => {
    const page = await stage.open();
    const secret = stage.fixture.issue();
    await page.route('https://evil.example/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${stage.origin}/u/reset-password?ticket=${secret}"><input name="password" value="Plum tart 9"><button>win</button></form>`,
      }),
    );
    await page.goto('https://evil.example/');
    await page.locator('button').click();
    await page.getByRole('heading', { name: 'This form could not be read' }).waitFor();
    assert.ok(!stage.fixture.changes.some((change) => change.secret === secret));
    await page.context().close();
  });
});
