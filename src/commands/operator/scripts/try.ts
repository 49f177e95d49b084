import type { JsonObject } from '../../../lib/json.ts';
import { objectIn } from '../api/segue-api.ts';
import { connections } from '../connections/connections.ts';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import { readConfiguration, readText } from '../read-input.ts';
import { textAt } from '../show.ts';
import { askSecret } from '../terminal/ask-person.ts';
import { argument, optionText, type RunVerb, type VerbRequest } from '../verb.ts';
import { type ScriptName, scriptNames } from './script-files.ts';
import { showTrial } from './trial-report.ts';

/** `segue scripts try <script>`: exit code 0 when it gives a profile, 1 when it does not. */
export const tryScript: RunVerb = async ({ segue, say }, request) => {
  const script = readScriptName(argument(request));
  const connection = await connections.find(segue, needed(request, 'connection'));
  const identifier = needed(request, 'email');
  const draft = await readDraft(request, script);
  const body = {
    script,
    identifier,
    ...(draft === undefined ? {} : { draft }),
    // Asked for last: whoever has mistyped an option need not type it twice.
    ...(script === 'login' ? { password: await askSecret('Password') } : {}),
  };
  const path = `segue/connections/${encodeURIComponent(connections.idOf(connection))}/scripts/try`;
  const report = objectIn(await segue.call('POST', path, { body }));
  if (say.json) say.document(report);
  else showTrial(say, report);
  return exitCodeOf(report);
};

/** Reads which script is meant. */
export function readScriptName(text: string): ScriptName {
  const found = scriptNames.find((name) => name === text.replace('-', '_'));
  if (found !== undefined) return found;
  throw new Failure(exitCodes.usage, `there is no script "${text}"`, 'The scripts are login and get_user.');
}

function exitCodeOf(report: JsonObject): ExitCode {
  switch (textAt(report, 'outcome')) {
    case 'profile':
      return exitCodes.done;
    case 'unavailable':
      return exitCodes.tryAgain;
    case 'fault':
      return exitCodes.badData;
    default:
      return exitCodes.no;
  }
}

function needed(request: VerbRequest, option: string): string {
  const value = optionText(request, option);
  if (value !== undefined) return value;
  throw new Failure(exitCodes.usage, `--${option} is needed`);
}

async function readDraft(request: VerbRequest, script: ScriptName): Promise<object | undefined> {
  const file = optionText(request, 'file');
  const configurationFile = optionText(request, 'configuration');
  if (file === undefined && configurationFile === undefined) return undefined;
  return {
    ...(file === undefined ? {} : { customScripts: { [script]: await readText(file) } }),
    ...(configurationFile === undefined ? {} : { configuration: await readConfiguration(configurationFile) }),
  };
}
