import { listing, setting, yes } from '../common-options.ts';
import type { Noun, VerbOption } from '../verb.ts';

const connection: VerbOption = { flags: '--connection <name>', about: 'only users of this connection' };
const sort: VerbOption = {
  flags: '--sort <field:direction>',
  about: 'created_at:-1, last_login:1 … (not with --all)',
};
const identifiers: readonly VerbOption[] = [
  { flags: '--email <email>', about: 'the email address' },
  { flags: '--username <username>', about: 'the username, where the connection has them' },
  { flags: '--name <name>', about: 'the full name' },
];
const emailVerified: VerbOption = { flags: '--email-verified', about: 'the address is known to be theirs' };

export const usersNoun: Noun = {
  name: 'users',
  summary: 'who is in the directory',
  verbs: [
    {
      usage: 'list',
      summary: 'list users',
      options: [connection, sort, ...listing],
      examples: ['users list --connection shop-users --sort last_login:-1', 'users list --all --json'],
      load: async () => (await import('../resource/list.ts')).listOf((await import('./users.ts')).users),
    },
    {
      usage: 'search <query>',
      summary: 'search users: an email address, or a query as the API takes it',
      options: [connection, sort, ...listing],
      examples: ['users search jane@example.com', `users search 'username:"jane"' --json`],
      load: async () => (await import('./search.ts')).searchUsers,
    },
    {
      usage: 'get <user>',
      summary: 'show a user, by id or by email',
      examples: ['users get jane@example.com', `users get 'auth0|1001' --json`],
      load: async () => (await import('../resource/get.ts')).getOf((await import('./users.ts')).users),
    },
    {
      usage: 'create',
      summary: 'make a user; the password is asked for, or comes by the standard input',
      options: [
        { flags: '--connection <name>', about: 'the connection that it is in' },
        ...identifiers,
        { flags: '--user-id <id>', about: 'its id, without auth0|' },
        emailVerified,
        ...setting,
      ],
      examples: [
        'users create --connection shop-users --email kim@example.com',
        'users create --connection shop-users --email kim@example.com --set app_metadata.plan=gold < password.txt',
      ],
      load: async () => (await import('../resource/create.ts')).createOf((await import('./users.ts')).users),
    },
    {
      usage: 'update <user>',
      summary: 'change a user',
      options: [
        ...identifiers,
        emailVerified,
        { flags: '--password', about: 'ask for a new password' },
        { flags: '--block', about: 'let it log in no more, and end its sessions' },
        { flags: '--unblock', about: 'let it log in again' },
        ...setting,
      ],
      examples: [
        'users update jane@example.com --block',
        'users update jane@example.com --set app_metadata.plan=gold --set user_metadata.hint=null',
      ],
      load: async () => (await import('../resource/update.ts')).updateOf((await import('./users.ts')).users),
    },
    {
      usage: 'delete <user>',
      summary: 'delete a user; it does not come back by a legacy login',
      options: [yes],
      examples: ['users delete jane@example.com'],
      load: async () => (await import('../resource/delete.ts')).deleteOf((await import('./users.ts')).users),
    },
    {
      usage: 'unmigrate <user>',
      summary: 'take a user back: its next login asks the legacy user store again',
      options: [yes],
      examples: ['users unmigrate jane@example.com'],
      load: async () => (await import('./unmigrate.ts')).unmigrateUser,
    },
    {
      usage: 'logs <user>',
      summary: 'what happened to a user, the last first',
      options: [{ flags: '--limit <number>', about: 'how many at most (default: 50)' }],
      examples: ['users logs jane@example.com'],
      load: async () => (await import('./logs.ts')).listUserLogs,
    },
  ],
};
