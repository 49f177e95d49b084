import { existsSync, readFileSync } from 'node:fs';
import { isRoot, runnerUser } from './host-programs.ts';

/** The kernel's own settings that may be asked; handed in so that a test can describe another machine. */
export interface Machine {
  /** A file's text, trimmed; undefined where there is none. */
  read(path: string): string | undefined;
}

const thisMachine: Machine = {
  read: (path) => {
    try {
      return existsSync(path) ? readFileSync(path, 'latin1').trim() : undefined;
    } catch {
      return undefined;
    }
  },
};

/** Settings that keep a user from making namespaces: where they stand, what they say then, what to do. */
const switches: readonly (readonly [file: string, value: string, advice: string])[] = [
  [
    '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    '1',
    'AppArmor restricts user namespaces (Ubuntu 24): give /usr/bin/bwrap a profile that allows them (package apparmor-profiles, bwrap-userns-restrict), or sysctl kernel.apparmor_restrict_unprivileged_userns=0',
  ],
  [
    '/proc/sys/kernel/unprivileged_userns_clone',
    '0',
    'user namespaces are switched off: sysctl kernel.unprivileged_userns_clone=1',
  ],
  [
    '/proc/sys/user/max_user_namespaces',
    '0',
    'user namespaces are switched off: sysctl user.max_user_namespaces=10000',
  ],
];

/** Files that container engines leave in their containers. */
const containerMarks = ['/.dockerenv', '/run/.containerenv'];

const containerAdvice =
  'the container may not make namespaces: run it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined';

const oneUserAdvice = `this machine knows no other user than root (a user namespace with a single id): give the container a range of user ids, with user ${runnerUser} in it, or run Segue as a user of its own`;

/** What an operator should do about what bubblewrap complained of, or who gave up root before it. */
export function explainFailure(complaints: string, machine: Machine = thisMachine): string {
  const said = complaints.trim().split('\n').at(-1)?.trim() || 'it ended without a word';
  const unreachable = /Can't find source path (.+): Permission denied/.exec(said)?.[1];
  if (unreachable !== undefined) return adviceToMove(unreachable);
  if (/setpriv: set(resuid|resgid|groups) failed/.test(said)) return `${oneUserAdvice} (${said})`;
  if (!/namespace|uid map|uid_map|Can't mount|Operation not permitted|Permission denied/i.test(said))
    return `bubblewrap does not start: ${said}`;
  const found = switches.find(([file, value]) => machine.read(file) === value)?.[2];
  const isContainer = containerMarks.some((mark) => machine.read(mark) !== undefined);
  const advice = found ?? (isContainer ? containerAdvice : 'this machine does not allow user namespaces');
  return `${advice} (${said})`;
}

function adviceToMove(path: string): string {
  const who = isRoot() ? `user ${runnerUser}, as whom scripts run when Segue is root,` : 'this user';
  return `${who} cannot reach ${path}: install Segue where everybody may read it, such as below /opt, or run it as a user of its own`;
}
