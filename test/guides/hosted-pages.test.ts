import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { makeCheckout, withCurl } from './checkout.ts';
import { runGuide } from './run-guide.ts';

test('hosted-pages.md: its settings are taken, and shown on a page', withCurl, async (t) => {
  const [store] = stores;
  assert.ok(store);
  const segue = await startSegue(store);
  t.after(() => segue.stop());
  const { clientId: client_id, clientSecret: client_secret } = segue.operator;
  const audience = `${segue.issuer}api/v2/`;
  const granted = await segue.token({
    grant_type: 'client_credentials',
    client_id,
    client_secret,
    audience,
  });
  const checkout = await makeCheckout({
    SEGUE: segue.url.slice(0, -1),
    TOKEN: granted.body.access_token,
  });
  t.after(() => checkout.remove());

  await runGuide('hosted-pages.md', { checkout, replace: {} });

  const page = await segue.request('u/reset-password?ticket=none', {
    headers: { 'accept-language': 'it' },
  });
  assert.match(page.text, /<html lang="de"/);
  assert.match(
    page.text,
    /<img class="brand-logo" src="https:\/\/morgenrot\.example\/logo\.png" alt="Morgenrot"/,
  );
  assert.match(page.text, /<a href="https:\/\/morgenrot\.example\/help">/);
});
