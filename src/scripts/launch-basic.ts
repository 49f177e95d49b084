import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  channelOf,
  type Launch,
  limitItself,
  nodeArguments,
  setpriv,
  tellEnd,
  workingFolder,
} from './launch.ts';
import { prepareForTheWorst } from './process-memory.ts';

const shell = '/bin/sh';
const limited = existsSync(shell) ? [shell, '-c', `${limitItself}; exec "$@"`, 'sh'] : [];

/** Has the kernel kill a runner with its server, also one whose event loop is stuck. Linux, util-linux. */
const dieWithServer = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--no-new-privs', '--'] : [];

/**
 * Isolation level `basic`: a child process under Node's permission model with an empty environment. It
 * holds against mistakes, not against hostile code: the network is open.
 */
export const launchBasic: Launch = (request) => {
  const command = [...limited, ...dieWithServer, process.execPath, ...nodeArguments(request)];
  const [program = process.execPath, ...args] = command;
  const child = spawn(program, args, {
    env: {},
    cwd: workingFolder(request),
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  child.on('error', () => {}); // told of by its end
  if (child.pid !== undefined) prepareForTheWorst(child.pid);
  return {
    started: child.pid !== undefined,
    pid: () => child.pid,
    channel: channelOf(child),
    egressFolderInside: request.egressFolder,
    kill: () => {
      child.kill('SIGKILL');
    },
    onEnd: (listener) => tellEnd(child, (_code, signal) => listener(signal)),
  };
};
