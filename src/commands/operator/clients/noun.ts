import { listing, setting, yes } from '../common-options.ts';
import type { Noun, VerbOption } from '../verb.ts';

const own: readonly VerbOption[] = [
  { flags: '--type <type>', about: 'regular_web, spa, native or non_interactive' },
  {
    flags: '--grant <type>',
    about: 'a grant type that it may use: password-realm, refresh_token, client_credentials …',
    repeats: true,
  },
  { flags: '--callback <url>', about: 'where its users may be sent after a login', repeats: true },
];

export const clientsNoun: Noun = {
  name: 'clients',
  summary: 'the applications that users log in to, and those that call APIs',
  verbs: [
    {
      usage: 'list',
      summary: 'list clients',
      options: listing,
      examples: ['clients list', 'clients list --all --json'],
      load: async () => (await import('../resource/list.ts')).listOf((await import('./clients.ts')).clients),
    },
    {
      usage: 'get <client>',
      summary: 'show a client, by its client id',
      examples: ['clients get operator --json'],
      load: async () => (await import('../resource/get.ts')).getOf((await import('./clients.ts')).clients),
    },
    {
      usage: 'create <name>',
      summary: 'make a client; its secret is shown',
      options: [...own, ...setting],
      examples: [
        'clients create "Shop web site" --type regular_web --grant password-realm --grant refresh_token',
      ],
      load: async () =>
        (await import('../resource/create.ts')).createOf((await import('./clients.ts')).clients),
    },
    {
      usage: 'update <client>',
      summary: 'change a client',
      options: [{ flags: '--name <name>', about: 'its name' }, ...own, ...setting],
      examples: ['clients update operator --set description="Night jobs"'],
      load: async () =>
        (await import('../resource/update.ts')).updateOf((await import('./clients.ts')).clients),
    },
    {
      usage: 'delete <client>',
      summary: 'delete a client',
      options: [yes],
      examples: ['clients delete 5v8WxYz --yes'],
      load: async () =>
        (await import('../resource/delete.ts')).deleteOf((await import('./clients.ts')).clients),
    },
    {
      usage: 'rotate-secret <client>',
      summary: 'give a client a new secret, and show it',
      options: [yes],
      examples: ['clients rotate-secret 5v8WxYz --yes --json | jq -r .client_secret'],
      load: async () => (await import('./rotate-secret.ts')).rotateSecret,
    },
  ],
};
