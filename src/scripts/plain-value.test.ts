import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toJsonText } from './runner/plain-value.mjs';
import { forbiddenKeys } from './runner/protocol.mjs';

describe('plain value', () => {
  it('is what JSON.stringify makes of anything JSON can hold, but for keys that reach prototypes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const expected = JSON.stringify(value, (key, inner) => (forbiddenKeys.has(key) ? undefined : inner));
        assert.equal(toJsonText(value), expected);
      }),
    );
  });

  it('may name the same object twice, and not inside itself', () => {
    const shared = { a: 1 };
    assert.equal(toJsonText([shared, shared]), '[{"a":1},{"a":1}]');
    const round: Record<string, unknown> = { list: [] };
    round['list'] = [{ round }];
    assert.throws(() => toJsonText(round), { code: 'result-circular', message: /result\.list\[0\]\.round/ });
  });

  it('refuses what is larger than a line, before it is text', () => {
    assert.throws(() => toJsonText({ bytes: Buffer.alloc(64e6) }), { code: 'result-too-large' });
    assert.throws(() => toJsonText(Array.from({ length: 600_000 }, () => 1)), { code: 'result-too-large' });
    assert.throws(() => toJsonText('\u0001'.repeat(200_000)), { code: 'result-too-large' }, 'six bytes each');
  });
});
