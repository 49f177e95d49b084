import type { Noun } from '../verb.ts';

export const logsNoun: Noun = {
  name: 'logs',
  summary: 'what happened',
  verbs: [
    {
      usage: 'list',
      summary: 'show events, the last first; with --follow as they come, until Ctrl+C',
      isUsual: true,
      options: [
        {
          flags: '-f, --follow',
          about: 'stay, and show events as they come; with --json one document a line',
        },
        { flags: '--limit <number>', about: 'how many at most (default: 50; before those to come: 10)' },
        { flags: '--type <code>', about: 'only events of this type: fp, sui …' },
        { flags: '--user <id>', about: 'only events of this user' },
        { flags: '--client <id>', about: 'only events of this application' },
        { flags: '--connection-id <id>', about: 'only events of this connection' },
        { flags: '--query <q>', about: 'a query as the API takes it' },
      ],
      examples: ['logs --follow', 'logs --type sui --limit 200', 'logs --follow --json | jq .description'],
      load: async () => (await import('./list.ts')).listLogs,
    },
  ],
};
