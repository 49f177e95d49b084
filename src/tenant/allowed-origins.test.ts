import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAllowedOrigins, isMeantBy } from './allowed-origins.ts';
import { sampleClient } from './fakes/samples.ts';

describe('who may call from a page', () => {
  test('an origin that some client lists, or has its callbacks at', async () => {
    const items = [
      sampleClient({ webOrigins: ['https://app.example.com'], callbacks: ['com.example.app://callback'] }),
      sampleClient({ allowedOrigins: ['https://*.shop.example'], callbacks: ['http://localhost:3000/in'] }),
    ];
    const isAllowed = createAllowedOrigins({
      clients: { list: async () => ({ items, total: items.length }) },
      clock: { now: () => 0 },
    });
    for (const origin of ['https://app.example.com', 'https://de.shop.example', 'http://localhost:3000'])
      assert.equal(await isAllowed(origin), true, origin);
    for (const origin of [
      'null',
      'https://app.example.com:444',
      'http://app.example.com',
      'https://example.com',
    ])
      assert.equal(await isAllowed(origin), false, origin);
  });

  test('what is set holds within a second, and clients are not read for each request', async () => {
    let now = 0;
    let reads = 0;
    let webOrigins: readonly string[] = [];
    const list = async () => {
      reads += 1;
      return { items: [sampleClient({ webOrigins })], total: 1 };
    };
    const isAllowed = createAllowedOrigins({ clients: { list }, clock: { now: () => now } });
    assert.equal(await isAllowed('https://a.example'), false);
    webOrigins = ['https://a.example'];
    await isAllowed('https://a.example');
    assert.equal(reads, 1);
    now += 1000;
    assert.equal(await isAllowed('https://a.example'), true);
  });

  test('a store that cannot be read is asked again', async () => {
    let fails = true;
    const list = async () => {
      if (fails) throw new Error('no store');
      return { items: [sampleClient({ webOrigins: ['https://a.example'] })], total: 1 };
    };
    const isAllowed = createAllowedOrigins({ clients: { list }, clock: { now: () => 0 } });
    await assert.rejects(isAllowed('https://a.example'));
    fails = false;
    assert.equal(await isAllowed('https://a.example'), true);
  });

  test('an asterisk stands for one label at the start of the host', () => {
    const rows: readonly (readonly [written: string, origin: string, isMeant: boolean])[] = [
      ['https://*.example.com', 'https://a.example.com', true],
      ['https://*.example.com', 'https://a.b.example.com', false],
      ['https://*.example.com', 'https://example.com', false],
      ['https://*.example.com', 'https://evil.com/.example.com', false],
      ['https://*.example.com', 'https://evilexample.com', false],
      ['https://*.example.com:8443', 'https://a.example.com:8443', true],
      ['https://*.example.com', 'http://a.example.com', false],
      ['https://a*.example.com', 'https://ab.example.com', false],
    ];
    for (const [written, origin, isMeant] of rows)
      assert.equal(isMeantBy(written, origin), isMeant, `${written} ${origin}`);
  });
});
