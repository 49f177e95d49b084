import type { VerbOption } from './verb.ts';

/** What every verb takes. */
export const everywhere: readonly VerbOption[] = [
  { flags: '--json', about: 'print JSON, for programs' },
  { flags: '--url <url>', about: 'where Segue is (default: SEGUE_URL, else http://localhost:3000)' },
];

/** What a verb takes that asks before it acts. */
export const yes: VerbOption = { flags: '--yes', about: 'do not ask' };

/** What a verb takes that lists. */
export const listing: readonly VerbOption[] = [
  { flags: '--limit <number>', about: 'how many at most (default: 50)' },
  { flags: '--all', about: 'all of them, in the order of their ids' },
];

/** What a verb takes that makes or changes something. */
export const setting: readonly VerbOption[] = [
  {
    flags: '--from <file>',
    about: 'properties as a JSON object, as the API has them ("-": the standard input)',
  },
  {
    flags: '--set <property=value>',
    about:
      'a property as the API names it, also within: app_metadata.plan=gold; the value is JSON, or else a text',
    repeats: true,
  },
];
