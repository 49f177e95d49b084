import { after } from 'node:test';
import {
  type ActionScripts,
  createScriptRunner,
  type ScriptAnswer,
  type ScriptName,
  type ScriptRunner,
  type ScriptRunnerOptions,
} from './index.ts';

/** What a test says of a call; the rest is filled in. */
export interface Asking {
  readonly script?: ScriptName;
  readonly connection?: string;
  readonly version?: string;
  readonly email?: string;
  readonly password?: string;
  readonly configuration?: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, unknown>>;
  /** Where the script may connect to; anywhere without. */
  readonly allow?: readonly string[];
}

export interface ScriptKit {
  readonly runner: ScriptRunner;
  /** Runs a source as the Login or Get User script; without a connection, on one of its own. */
  ask(source: string, asking?: Asking): Promise<ScriptAnswer>;
}

/** A runner with real processes, closed when the test file ends. */
export function openScriptKit(options: ScriptRunnerOptions = {}): ScriptKit {
  const runner = createScriptRunner(options);
  after(() => runner.close());
  let connections = 0;
  return {
    runner,
    ask: (source, asking = {}) => {
      connections += 1;
      const {
        script = 'login',
        connection = `connection-${connections}`,
        version = '1',
        context,
        allow,
      } = asking;
      const { email = 'jane@example.com', password = 'correct horse', configuration = {} } = asking;
      const sources = { login: source, get_user: source };
      const egress = allow === undefined ? {} : { egress: { allow } };
      const scripts: ActionScripts = { version, configuration, sources, ...egress };
      const args = script === 'login' ? [email, password] : [email];
      const call = { connectionId: connection, connectionName: 'legacy shop', scripts, script, args };
      return runner.run(context === undefined ? call : { ...call, context });
    },
  };
}

/** The value of an answer; the answer itself, for the message of a failed assertion, when it has none. */
export function valueIn(answer: ScriptAnswer): unknown {
  return answer.answer === 'value' ? answer.value : answer;
}

/** The code of an answer's fault, likewise. */
export function faultCodeIn(answer: ScriptAnswer): unknown {
  return answer.answer === 'fault' ? (answer.fault.code ?? answer.fault.name) : answer;
}

/** Waits until a process is gone; the test's own time limit is the bound. */
export async function processEnds(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Reads the process id that a script has put into its answer. */
export function pidIn(answer: ScriptAnswer): number {
  const value = answer.answer === 'value' ? answer.value : undefined;
  if (typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number')
    return value.pid;
  throw new Error(`No pid in ${JSON.stringify(answer)}`);
}
