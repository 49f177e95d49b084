import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkScript } from './check-script.ts';

describe('check script', () => {
  it('accepts a script and evaluates none of it', () => {
    const source = 'globalThis.ranInServer = true;\nfunction (email, password, callback) { callback(); }';
    assert.deepEqual(checkScript(source, 'login'), { ok: true });
    assert.equal(Reflect.has(globalThis, 'ranInServer'), false);
  });

  const broken: readonly (readonly [source: string, message: RegExp, line: number | undefined])[] = [
    ['function (email, callback) {\n  const a = ;\n}', /Unexpected token ';'/, 2],
    ['const b = 1;\n\nfunction (email, callback) {\n  return b +;\n}', /Unexpected token ';'/, 4],
    ['const a = ;\nfunction login(email, password, callback) {}', /Unexpected token ';'/, 1],
    ['function login(email, password, callback) {\n  callback(null, {);\n}', /Unexpected token '\)'/, 2],
    ['function (email, callback) {', /Unexpected end of input|Unexpected token/, undefined],
    ['', /holds no function|Unexpected token/, undefined],
    ['const a = 1;', /holds no function/, undefined],
    ['// function (email, callback) {}', /holds no function|Unexpected token/, undefined],
  ];
  for (const [source, message, line] of broken) {
    it(`refuses ${JSON.stringify(source)}`, () => {
      const check = checkScript(source, 'get_user');
      assert.equal(check.ok, false);
      assert.match(check.ok ? '' : check.message, message);
      if (line !== undefined) assert.equal(check.ok ? 0 : check.line, line);
    });
  }

  it('refuses a source that is too long to be one', () => {
    assert.equal(checkScript(`function login() {}${' '.repeat(200_000)}`, 'login').ok, false);
  });

  it('is quick with sources made to be slow', () => {
    const sources = [
      '\n'.repeat(190_000),
      `function${'\n'.repeat(190_000)}`,
      `\na${' '.repeat(190_000)}`,
      `\n(${'()'.repeat(90_000)}`,
      '\n(a()'.repeat(30_000),
      '\nfunction a() {}'.repeat(10_000),
      '('.repeat(50_000),
      'a=>'.repeat(30_000),
      'function '.repeat(20_000),
      '\nasync ('.repeat(20_000),
      '\n(a)\n'.repeat(30_000),
      '\nfunction () {}'.repeat(10_000),
    ];
    for (const source of sources) {
      const startedAt = performance.now();
      checkScript(source, 'login');
      assert.ok(
        performance.now() - startedAt < 2_000,
        `${source.slice(0, 20)}: ${performance.now() - startedAt} ms`,
      );
    }
  });
});
