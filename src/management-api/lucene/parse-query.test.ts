import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseQuery } from './parse-query.ts';
import type { Bound, Query } from './query.ts';

const escaped = (text: string): string => text.replaceAll(/[\s\S]/g, (each) => `\\${each}`);

/** A query in the syntax, every bracket written out. */
function written(query: Query): string {
  const field = 'field' in query && query.field !== null ? `${escaped(query.field)}:` : '';
  switch (query.is) {
    case 'term':
      return query.parts.length === 1 && query.parts[0] === ''
        ? `${field}""`
        : `${field}${query.parts.map(escaped).join('*')}`;
    case 'range': {
      const bound = (end: Bound | null): string =>
        end === null ? '*' : end.text === '' ? '""' : escaped(end.text);
      const opening = query.from?.inclusive === false ? '{' : '[';
      return `${field}${opening}${bound(query.from)} TO ${bound(query.to)}${query.to?.inclusive === false ? '}' : ']'}`;
    }
    case 'not':
      return `NOT (${written(query.of)})`;
    default:
      return `(${query.of.map((each) => `(${written(each)})`).join(query.is === 'and' ? ' AND ' : ' OR ')})`;
  }
}

/** The same without the places, so that what was written otherwise can be compared. */
function plain(query: Query): unknown {
  if ('of' in query) return { is: query.is, of: query.is === 'not' ? plain(query.of) : query.of.map(plain) };
  const { at: _, ...rest } = query;
  return rest;
}

function read(text: string): unknown {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, parsed.ok ? '' : `${text}: ${parsed.fault.reason} at ${parsed.fault.at}`);
  return plain(parsed.query);
}

const field = fc.option(fc.string({ minLength: 1, maxLength: 12 }).filter((name) => name !== '*'));
const bound = fc.option(
  fc
    .record({ text: fc.string(), inclusive: fc.boolean() })
    .map(({ text, inclusive }) => ({ text, inclusive })),
);
const leaf: fc.Arbitrary<Query> = fc.oneof(
  fc.record({
    is: fc.constant('term' as const),
    field,
    parts: fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { minLength: 1, maxLength: 3 }),
    at: fc.constant(0),
  }),
  fc.record({ is: fc.constant('range' as const), field, from: bound, to: bound, at: fc.constant(0) }),
);
const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('query'), { minLength: 2, maxLength: 3 }),
    }),
    // A double negation is read as none.
    fc.record({ is: fc.constant('not' as const), of: tie('query').filter(({ is }) => is !== 'not') }),
  ),
}));

const noise = fc.array(
  fc.oneof(
    fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      '\\',
      ':',
      '*',
      '?',
      '-',
      '+',
      '!',
      '/',
      '~',
      '^',
      ' ',
      '\n',
    ),
    fc.constantFrom(' AND ', ' OR ', 'NOT ', ' TO ', '&&', '||', 'a', 'name:', '_exists_:', '>', '🦉'),
    fc.string({ unit: 'binary', maxLength: 3 }),
  ),
  { maxLength: 60 },
);

describe('a search', () => {
  test('that was written from a query is read as that query', () => {
    fc.assert(
      fc.property(query, (wanted) => assert.deepEqual(read(written(wanted)), plain(wanted))),
      { numRuns: 500 },
    );
  });

  test('of any text is read or refused, with a place in the text', () => {
    fc.assert(
      fc.property(noise, (pieces) => {
        const text = pieces.join('');
        const parsed = parseQuery(text);
        if (parsed.ok) return;
        assert.ok(
          parsed.fault.at >= 0 && parsed.fault.at <= text.length,
          `${parsed.fault.at} of ${text.length}`,
        );
        assert.notEqual(parsed.fault.reason, '');
      }),
      { numRuns: 2_000 },
    );
  });

  test('of thousands of signs and brackets is read or refused at once, and ends no stack', () => {
    const many = 8_000;
    for (const piece of [
      '(',
      ')',
      '-',
      '+',
      'NOT ',
      '!',
      'a:',
      '"',
      '[',
      '\\',
      '*',
      'a(',
      '(-',
      'a OR ',
      'a AND ',
    ])
      parseQuery(piece.repeat(many / piece.length));
    assert.equal(parseQuery(`${'('.repeat(32)}a${')'.repeat(32)}`).ok, true);
    assert.equal(parseQuery(`${'('.repeat(33)}a${')'.repeat(33)}`).ok, false);
    assert.equal(parseQuery(`${'-'.repeat(8_001)}a`).ok, true);
    assert.equal(parseQuery('a '.repeat(201)).ok, false);
    assert.equal(parseQuery('a'.repeat(8_193)).ok, false);
  });

  const same: readonly (readonly [string, string])[] = [
    ['a AND b OR c AND d', '(a AND b) OR (c AND d)'],
    ['a OR b AND c', 'a OR (b AND c)'],
    ['NOT a AND b', '(NOT a) AND b'],
    ['a AND NOT b OR c', '(a AND (NOT b)) OR c'],
    ['a b', 'a OR b'],
    ['a b AND c', 'a OR (b AND c)'],
    ['a -b', '(NOT b) AND a'],
    ['a NOT b', '(NOT b) AND a'],
    ['a b -c', '(NOT c) AND (a OR b)'],
    ['+a b', 'a'],
    ['+a +b c -d', 'a AND b AND NOT d'],
    ['-a -b', 'NOT a AND NOT b'],
    ['a OR -b', 'a OR (NOT b)'],
    ['NOT NOT a', 'a'],
    ['!a', 'NOT a'],
    ['a && b || c', '(a AND b) OR c'],
    ['f:(a OR b)', 'f:a OR f:b'],
    ['f:(a -g:b)', '(NOT g:b) AND f:a'],
    ['f: a', 'f:a'],
    ['f:a b', 'f:a OR b'],
    ['f:"a b"', 'f:a\\ b'],
    ['f:"a\\"b\\\\"', 'f:a\\"b\\\\'],
    ['"AND"', '\\AND'],
    ['jane-doe+x|y&z', '"jane-doe+x|y&z"'],
    ['n:-5', 'n:"-5"'],
    ['  a  ', 'a'],
    ['n:[ 1 TO 5 ]', 'n:["1" TO "5"]'],
  ];
  for (const [one, other] of same) test(`${one} is ${other}`, () => assert.deepEqual(read(one), read(other)));

  test('has wildcards where no backslash stands before them, and none in a phrase', () => {
    const parts = (text: string): unknown => (read(text) as { parts: unknown }).parts;
    assert.deepEqual(parts('jo*n*'), ['jo', 'n', '']);
    assert.deepEqual(parts('jo\\*n'), ['jo*n']);
    assert.deepEqual(parts('"jo*n"'), ['jo*n']);
    assert.deepEqual(read('*:*'), { is: 'term', field: '*', parts: ['', ''] });
  });

  test('has ranges that are open, inclusive or exclusive at either end', () => {
    const range = { is: 'range', field: 'n' };
    const [one, five] = [
      { text: '1', inclusive: true },
      { text: '5', inclusive: true },
    ];
    const [above, below] = [
      { text: '1', inclusive: false },
      { text: '5', inclusive: false },
    ];
    assert.deepEqual(read('n:[1 TO 5]'), { ...range, from: one, to: five });
    assert.deepEqual(read('n:{1 TO 5}'), { ...range, from: above, to: below });
    assert.deepEqual(read('n:{1 TO 5]'), { ...range, from: above, to: five });
    assert.deepEqual(read('n:[1 TO *}'), { ...range, from: one, to: null });
    assert.deepEqual(read('n:[* TO 2018-01-01T10:00:00Z]'), {
      ...range,
      from: null,
      to: { text: '2018-01-01T10:00:00Z', inclusive: true },
    });
  });

  const faults: readonly (readonly [string, number, RegExp])[] = [
    ['', 0, /ends where a term/],
    ['a AND', 5, /ends where a term/],
    ['a AND OR b', 6, /a term should be here/],
    ['a OR (b', 5, /never closed/],
    ['a)', 1, /closes nothing/],
    ['f:"a', 2, /quote is never closed/],
    ['f:', 2, /ends where a term/],
    ['f:a:b', 3, /unexpected ":"/],
    ['f:g:b', 3, /unexpected ":"/],
    ['f*:a', 0, /field name cannot have a wildcard/],
    ['a\\', 1, /nothing follows this backslash/],
    ['n:[1 TO', 2, /a range is written/],
    ['n:[1 5]', 2, /a range is written/],
    ['n:[1* TO 5]', 2, /a range is written/],
    ['n:>5', 2, /use a range/],
    ['a~2', 1, /not supported/],
    ['a^2', 1, /not supported/],
    ['a?', 1, /"\?" is not supported/],
    ['/a/', 0, /regular expressions/],
    ['a ]', 2, /unexpected "]"/],
    ['a -', 3, /ends where a term/],
    ['()', 1, /a term should be here/],
  ];
  for (const [text, at, reason] of faults)
    test(`${text} is refused at ${at}`, () => {
      const parsed = parseQuery(text);
      assert.ok(!parsed.ok);
      assert.match(parsed.fault.reason, reason);
      assert.equal(parsed.fault.at, at);
    });
});
