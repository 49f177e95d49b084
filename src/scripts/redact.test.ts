import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { type Redact, redactor } from './redact.ts';
import type { Secret } from './secret-forms.ts';
import { secretIndex } from './secret-index.ts';

function redactorOf(...groups: readonly (readonly Secret[])[]): Redact {
  return redactor(...groups.map((secrets) => secretIndex(secrets)));
}

const password = 'pä55 w"ör\'d/+?';
const redact = redactorOf([{ text: password, label: 'password' }]);

/** Ways in which a password turns up in messages of drivers and scripts. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in JSON': (text) => JSON.stringify({ text }),
  inspected: (text) => inspect({ text }),
  'URL-encoded': encodeURIComponent,
  'as a form': (text) => new URLSearchParams({ text }).toString(),
  'in hex': (text) => Buffer.from(text).toString('hex'),
  'in upper-case hex': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64, one byte on': (text) => Buffer.from(`:${text}`).toString('base64'),
  'in base64, two bytes on': (text) => Buffer.from(`u:${text}`).toString('base64'),
  'in base64url': (text) => Buffer.from(`u:${text}`).toString('base64url'),
  'in an SQL literal': (text) => `'${text.replaceAll("'", "''")}'`,
  'in a MySQL literal': (text) => `'${text.replace(/['"\\]/g, '\\$&')}'`,
  'as the old digest': (text) => createHash('sha1').update(text).digest('hex'),
};

describe('redact', () => {
  for (const [name, spell] of Object.entries(spellings)) {
    it(`takes out a secret ${name}`, () => {
      const text = redact(`before ${spell(password)} after`);
      assert.match(text, /^before .*\[password\].* after$/);
      assert.ok(!text.includes(spell(password).slice(3, -3)), text);
    });
  }

  it('leaves nothing of any secret in any of these forms', () => {
    const spell = fc.constantFrom(...Object.values(spellings));
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' }), spell, (secret, one) => {
        const form = one(secret);
        const text = redactorOf([{ text: secret, label: 's' }])(`connect(${form})`);
        assert.ok(!text.includes(form) && text.includes('[s]'), `${secret} as ${form}: ${text}`);
      }),
    );
  });

  it('takes short secrets out where they stand alone, and leaves words whole', () => {
    const short = redactorOf([{ text: 'on', label: 'password' }]);
    assert.equal(short("connection 'on' b24= once"), "connection '[password]' [password] once");
  });

  it('replaces overlapping secrets as one', () => {
    const both = redactorOf([{ text: 'abcdef', label: 'one' }], [{ text: 'defghi', label: 'two' }]);
    assert.equal(both('x abcdefghi x'), 'x [one] x');
  });

  it('drops the half of a secret at the end of a text that was cut', () => {
    const plain = redactorOf([{ text: 'hunter2-hunter2', label: 'password' }]);
    assert.equal(plain('bound with hunter2-hun', true), 'bound with ');
    assert.equal(plain('bound with hunter2-hun'), 'bound with hunter2-hun');
  });

  it('takes out a long secret from its beginning to the end of the text', () => {
    const key = 'MIIEvQ'.repeat(400);
    const long = redactorOf([{ text: key, label: 'key' }]);
    assert.equal(long(`bad key ${key} in use`), 'bad key [key]');
    assert.equal(long(`bad key ${encodeURIComponent(key)} in use`), 'bad key [key]');
    assert.equal(long(`bad key ${key.slice(0, 900)}`, true), 'bad key ');
  });

  it('keeps nothing of a text that was made of secrets to keep the server busy', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      text: 'a'.repeat(4 + 90 * index),
      label: 'x',
    }));
    const usedBefore = process.cpuUsage();
    assert.equal(redactorOf(many)('a'.repeat(10_000)), '[redacted]');
    assert.equal(redactorOf(many)(`${'a'.repeat(8_191)}b`, true), '[redacted]');
    assert.ok(process.cpuUsage(usedBefore).user < 2_000_000, 'it took 40 s where each place was compared');
  });

  it('stops searching texts that look like secrets everywhere, and keeps nothing of them', () => {
    const alike = Array.from({ length: 100 }, (_, index) => ({
      text: `${'a'.repeat(900)}${'\'"&\\ é'.repeat(20)}${index}`,
      label: 'x',
    }));
    const index = secretIndex(alike);
    for (const [text, lines] of [
      [`${'a'.repeat(9_999)}b`, 1],
      [`${'a'.repeat(999)}b`, 10],
      [`${'a'.repeat(99)}b`, 100],
    ] as const) {
      const one = redactor(index);
      const usedBefore = process.cpuUsage();
      const said = Array.from({ length: lines }, () => one(text, true));
      assert.equal(said.at(-1), '[redacted]');
      assert.ok(process.cpuUsage(usedBefore).user < 2_000_000, 'it took minutes where each end was compared');
      assert.equal(redactor(index)('a short text', true), 'a short text', 'of another call');
    }
  });

  it('keeps nothing of a whole secret that ends as it begins', () => {
    const twice = redactorOf([{ text: 'abcabc', label: 's' }]);
    assert.equal(twice('x abcabc', true), 'x [s]');
    assert.equal(twice('x abcabcab', true), 'x [s]');
  });

  it('takes out stored password hashes, whoever’s they are', () => {
    const text = redactorOf([])(
      'a $2y$10$abcdefghijklmnopqrstuuAPu0hxTCJx7DgkHG1kVdFfmMMvwSkq6 b $argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHQ$aGFzaA c $6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g. d',
    );
    assert.equal(text, 'a [hash] b [hash] c [hash] d');
  });
});
