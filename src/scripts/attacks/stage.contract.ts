import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../../test/kit/eventually.ts';
import { isRunning } from '../../../test/kit/processes.ts';
import {
  createScriptRunner,
  installedModuleFolders,
  type Launch,
  type LaunchedRunner,
  type ScriptRunner,
  type ScriptRunnerOptions,
} from '../index.ts';
import type { Misdeed } from './attack.contract.ts';
import { type Bystander, type LogIn, openBystander } from './bystander.contract.ts';
import { type Ground, openGround } from './ground.contract.ts';
import { hostileEmail } from './hostile-script.contract.ts';

/** One runner: the hostile connections and the bystander's share it. */
export interface Stage {
  readonly bystander: Bystander;
  readonly logIn: LogIn;
}

export interface Theatre {
  readonly ground: Ground;
  stage(limits: NonNullable<Misdeed['limits']> | 'usual'): Stage;
  /** The path of a socket that leads out of another connection's process, which has not taken it yet. */
  openTheirs(): Promise<string>;
  /** Ends every process and removes the targets; answers once they are gone. */
  close(): Promise<void>;
}

/** Long enough for a busy machine to start a process; a blocked loop is found in a quarter of the usual time. */
const usual = { blockedMs: 500, deadlineMs: 20_000, idleMs: 500, heapMb: 64, rssMb: 256 };
const limits: Readonly<Record<string, ScriptRunnerOptions>> = {
  usual,
  // On a busy machine a bomb may fill its memory more slowly than that.
  patient: { ...usual, blockedMs: usual.deadlineMs },
  short: { ...usual, blockedMs: 1_000, deadlineMs: 2_000 },
};

/** Values that are found in nearly every place of a text of one letter, and values that nearly are, in many spellings. */
const manySecrets = Object.fromEntries(
  Array.from({ length: 90 }, (_, index) => [
    [`SECRET_${index}`, 'a'.repeat(4 + index * 40)],
    [`NEARLY_${index}`, `${'a'.repeat(900)}${'\'"&\\ é'.repeat(20)}${index}`],
  ]).flat(),
);

/** Opens the targets, and a runner for each of the limits when it is first needed. */
export async function openTheatre(launch: Launch): Promise<Theatre> {
  const ground = await openGround();
  const launched: { readonly runner: LaunchedRunner; readonly egressFolder: string }[] = [];
  const runners: ScriptRunner[] = [];
  let isClosed = false;
  const stages = new Map<string, Stage>();
  const configuration = { ...ground.targets, ...manySecrets };

  const openStage = (name: string): Stage => {
    const runner = createScriptRunner({
      ...limits[name],
      moduleFolders: [...installedModuleFolders(), ground.moduleFolder],
      egress: { own: ground.own },
      resolve: ground.resolve,
      launch: (request) => {
        const one = launch(request);
        launched.push({ runner: one, egressFolder: request.egressFolder });
        return one;
      },
    });
    runners.push(runner);
    const logIn: LogIn = (connection, source, { email = hostileEmail, told, allow } = {}) => {
      const egress = allow === undefined ? {} : { egress: { allow } };
      const configured = told === undefined ? configuration : { ...configuration, ...told };
      const scripts = { version: '1', sources: { login: source }, configuration: configured, ...egress };
      const names = { connectionId: connection, connectionName: connection };
      return runner.run({ ...names, scripts, script: 'login', args: [email, 'correct horse'] });
    };
    return { bystander: openBystander(logIn), logIn };
  };
  const stage: Theatre['stage'] = (name) => {
    const open = stages.get(name) ?? openStage(name);
    stages.set(name, open);
    return open;
  };

  return {
    ground,
    stage,
    openTheirs: async () => {
      void stage('usual').logIn(`theirs ${launched.length}`, theirSource);
      let path: string | undefined;
      await eventually(
        () => {
          path = launched.map(({ egressFolder }) => firstIn(egressFolder)).find((one) => one !== undefined);
          return path !== undefined;
        },
        { within: 5_000, what: 'a socket of another connection' },
      );
      return path ?? '';
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await Promise.all(runners.map((runner) => runner.close()));
      ground.close();
      const pids = launched.flatMap(({ runner }) => runner.pid() ?? []);
      await eventually(() => !pids.some(isRunning), { within: 5_000, what: 'the end of every process' });
    },
  };
}

/** Asks for a connection past the runner, and does not take what it is given. */
const theirSource = `function (email, password, callback) {
  require('fs').writeSync(3, '{"type":"egress","id":1,"host":"127.0.0.1","port":' + configuration.LEGACY + ',"family":0}\\n');
  setTimeout(callback, 2000, null, { id: 1 });
}`;

function firstIn(folder: string): string | undefined {
  try {
    return readdirSync(folder).map((name) => join(folder, name))[0];
  } catch {
    return undefined; // the process has ended, and the folder with it
  }
}
