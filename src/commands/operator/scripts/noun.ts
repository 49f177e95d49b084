import { yes } from '../common-options.ts';
import { scriptOptions } from '../connections/noun.ts';
import type { Noun } from '../verb.ts';

export const scriptsNoun: Noun = {
  name: 'scripts',
  summary: 'the action scripts of connections',
  verbs: [
    {
      usage: 'push <connection> [folder]',
      summary: 'change scripts, from files: shows the difference, has Segue check them, and asks',
      options: [...scriptOptions, { flags: '--dry-run', about: 'show and check, and change nothing' }, yes],
      examples: [
        'scripts push shop-users ./scripts --dry-run',
        'scripts push shop-users --login login.js --configuration shop.env --yes',
      ],
      load: async () => (await import('./push.ts')).pushScripts,
    },
    {
      usage: 'pull <connection> [folder]',
      summary: 'write the scripts of a connection into files',
      options: [yes],
      examples: ['scripts pull shop-users ./scripts'],
      load: async () => (await import('./pull.ts')).pullScripts,
    },
    {
      usage: 'try <script>',
      summary: 'run login or get_user on the server, against the legacy user store; nobody is created',
      options: [
        { flags: '--connection <connection>', about: 'the connection, by name or by id' },
        { flags: '--email <identifier>', about: 'the email or username to ask for' },
        { flags: '--file <file>', about: 'a script to run instead of the one that is stored' },
        {
          flags: '--configuration <file>',
          about: 'lines KEY=value, instead of what is stored under these keys',
        },
      ],
      examples: [
        'scripts try get_user --connection shop-users --email jane@example.com',
        'scripts try login --connection shop-users --email jane@example.com --file login.js < password.txt',
      ],
      load: async () => (await import('./try.ts')).tryScript,
    },
  ],
};
