import type { Command } from 'commander';
import { addExamples, addOptions } from '../operator/add-nouns.ts';
import type { ExitCode } from '../operator/failure.ts';
import type { VerbOption } from '../operator/verb.ts';

const options: readonly VerbOption[] = [
  { flags: '--email <identifier>', about: 'the email or username to ask for; the password is asked for' },
  { flags: '--cases <file>', about: 'cases as JSON, instead: [{ "email", "password", "expect" }]' },
  {
    flags: '--expect <outcome>',
    about: 'with --email: profile (default), absent, refused, unavailable, fault',
  },
  { flags: '--script <script>', about: 'login or get_user (default: by the name of the file)' },
  {
    flags: '--get-user <file>',
    about: 'the Get User script, which a login asks for another spelling of an email',
  },
  { flags: '--configuration <file>', about: 'lines KEY=value, which the script gets as configuration' },
  {
    flags: '--egress <host:port>',
    about: 'where the script may connect to (default: everywhere)',
    repeats: true,
  },
  { flags: '--isolation <level>', about: 'auto (default), strict or basic' },
  { flags: '--deadline <seconds>', about: 'how long a call may take (default: 20)' },
  {
    flags: '--modules <folder>',
    about: 'where "segue modules" has installed what it requires (default: data/modules)',
  },
  { flags: '--requires-username', about: 'the connection requires usernames' },
  {
    flags: '--keep-unknown-profile-keys',
    about: 'the connection keeps profile keys that Segue does not know',
  },
  { flags: '--json', about: 'print JSON, for programs' },
];

const examples = [
  'scripts test login.js --email jane@example.com --configuration shop.env',
  'scripts test get-user.js --email jane@example.com --egress legacy-db.internal:3306',
  'scripts test login.js --get-user get-user.js --cases cases.json',
];

/** `segue scripts test <file>`, beside the verbs that speak to a server: this one needs none. */
export function addScriptTestVerb(program: Command, exit: (code: ExitCode) => void): void {
  const noun = program.commands.find((command) => command.name() === 'scripts') ?? program.command('scripts');
  const command = noun
    .command('test <file>')
    .description('run a script as a server would, here: against your legacy user store, without a server');
  addOptions(command, options);
  addExamples(command, examples);
  command.action(async (file: string) => {
    const { testScript } = await import('./test-script.ts');
    exit(await testScript({ args: [file], options: command.opts() }));
  });
}
