/** What a script does with one login instead of calling back with its profile. */
export interface Misdeed {
  readonly name: string;
  /** Of a hundred misdeeds. Those that end a process are rarer: a start takes most of the time that this takes. */
  readonly weight: number;
  /** In the script, where `callback`, `profile` and `email` are. */
  readonly statement: string;
  /** What the person hears, unless the connection's breaker is open. */
  readonly hears: Verdict;
}

export type Verdict = 'accepted' | 'script fault' | 'unavailable';

export const misdeeds: readonly Misdeed[] = [
  { name: 'throws', weight: 18, hears: 'script fault', statement: "throw new Error('mine')" },
  {
    name: 'throws-late',
    weight: 4,
    hears: 'script fault',
    statement: "setTimeout(() => { throw new Error('mine'); }, 5)",
  },
  {
    name: 'throws-after',
    weight: 4,
    hears: 'accepted',
    statement: "callback(null, profile); setTimeout(() => { throw new Error('mine'); }, 1)",
  },
  { name: 'rejects', weight: 3, hears: 'script fault', statement: "Promise.reject(new TypeError('mine'))" },
  { name: 'is-silent', weight: 3, hears: 'unavailable', statement: '' },
  { name: 'exits', weight: 4, hears: 'script fault', statement: 'process.exit(0)' },
  { name: 'loops', weight: 1, hears: 'script fault', statement: 'for (;;);' },
  {
    name: 'bloats',
    weight: 1,
    hears: 'script fault',
    statement:
      'const all = []; const more = () => { all.push(Buffer.alloc(2e7, 1)); setImmediate(more); }; more()',
  },
  {
    name: 'forges',
    weight: 1,
    hears: 'script fault',
    statement: `require('fs').writeSync(3, 'forged\\n')`,
  },
  {
    name: 'forges-answers',
    weight: 1,
    hears: 'script fault',
    statement: `const forged = '{"type":"answer","id":1000000,"notes":[],"kind":"nothing"}\\n';
      require('fs').writeSync(3, forged.repeat(3000))`,
  },
  {
    name: 'answers-hugely',
    weight: 6,
    hears: 'script fault',
    statement: "callback(null, { ...profile, nickname: 'x'.repeat(2e7) })",
  },
  {
    name: 'answers-in-circles',
    weight: 8,
    hears: 'script fault',
    statement: 'profile.user_metadata = { profile }; callback(null, profile)',
  },
  {
    name: 'answers-nonsense',
    weight: 16,
    hears: 'script fault',
    statement: 'callback(null, { email: { of: email } })',
  },
  {
    name: 'answers-twice',
    weight: 12,
    hears: 'accepted',
    statement: "callback(null, profile); callback(null, { ...profile, user_id: 'another' })",
  },
  {
    name: 'prints',
    weight: 8,
    hears: 'accepted',
    statement: `for (let line = 0; line < 1e3; line += 1) console.log('line', line, 'x'.repeat(100));
      callback(null, profile)`,
  },
  {
    name: 'meets-nobody',
    weight: 10,
    hears: 'unavailable',
    statement: "require('net').connect(Number(configuration.NOBODY), '127.0.0.1').once('error', callback)",
  },
];
