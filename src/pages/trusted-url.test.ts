import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkable, showable } from './trusted-url.ts';

test('a page links to the web, to mail and to applications, and to nothing that runs', () => {
  for (const url of [
    'https://shop.example/in?a=b',
    'http://localhost:3000/',
    'com.example.shop://callback',
  ]) {
    assert.equal(linkable(url), url);
  }
  assert.equal(linkable('mailto:help@shop.example'), 'mailto:help@shop.example');
  for (const url of [
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc',
    'shop',
    '',
  ]) {
    assert.equal(linkable(url), null, url);
  }
  assert.equal(linkable(null), null);
});

test('a logo names its origin, and no host can write a policy', () => {
  assert.deepEqual(showable('https://cdn.example/logo.svg?v=2'), {
    src: 'https://cdn.example/logo.svg?v=2',
    origin: 'https://cdn.example',
  });
  assert.equal(showable('http://[::1]:8080/logo.png')?.origin, 'http://[::1]:8080');
  for (const url of [
    'https://a;sandbox/logo.png',
    "https://a,'unsafe-inline'/x",
    'data:image/png;base64,AA',
    'javascript:1',
    'logo.png',
  ]) {
    assert.equal(showable(url), null, url);
  }
});
