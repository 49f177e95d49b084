import { listing, setting, yes } from '../common-options.ts';
import type { Noun, VerbOption } from '../verb.ts';

/** What a connection's scripts are taken from. */
export const scriptOptions: readonly VerbOption[] = [
  { flags: '--login <file>', about: 'the Login script' },
  { flags: '--get-user <file>', about: 'the Get User script' },
  { flags: '--configuration <file>', about: 'lines KEY=value, which the scripts get as configuration' },
];

const own: readonly VerbOption[] = [
  ...scriptOptions,
  { flags: '--import-mode', about: 'let users move here at their first login' },
  { flags: '--client <id>', about: 'an application that may use it', repeats: true },
];

export const connectionsNoun: Noun = {
  name: 'connections',
  summary: 'the user databases, and the legacy user stores behind them',
  verbs: [
    {
      usage: 'list',
      summary: 'list connections',
      options: listing,
      examples: ['connections list', 'connections list --json'],
      load: async () =>
        (await import('../resource/list.ts')).listOf((await import('./connections.ts')).connections),
    },
    {
      usage: 'get <connection>',
      summary: 'show a connection, by name or by id',
      examples: ['connections get shop-users', 'connections get shop-users --json'],
      load: async () =>
        (await import('../resource/get.ts')).getOf((await import('./connections.ts')).connections),
    },
    {
      usage: 'create <name>',
      summary: 'make a connection',
      options: [...own, ...setting],
      examples: [
        'connections create staff',
        'connections create shop-users --login login.js --get-user get-user.js --configuration shop.env --import-mode',
      ],
      load: async () =>
        (await import('../resource/create.ts')).createOf((await import('./connections.ts')).connections),
    },
    {
      usage: 'update <connection>',
      summary: 'change a connection; options that are not named stay',
      options: [...own, { flags: '--no-import-mode', about: 'let nobody move any more' }, ...setting],
      examples: [
        'connections update shop-users --no-import-mode',
        'connections update shop-users --set options.disable_signup=true',
      ],
      load: async () =>
        (await import('../resource/update.ts')).updateOf((await import('./connections.ts')).connections),
    },
    {
      usage: 'delete <connection>',
      summary: 'delete a connection, with its users',
      options: [yes],
      examples: ['connections delete staff'],
      load: async () =>
        (await import('../resource/delete.ts')).deleteOf((await import('./connections.ts')).connections),
    },
    {
      usage: 'status <connection>',
      summary: 'how its scripts run and how its legacy user store does; exit code 1 when something is wrong',
      examples: ['connections status shop-users'],
      load: async () => (await import('./status.ts')).connectionStatus,
    },
  ],
};
