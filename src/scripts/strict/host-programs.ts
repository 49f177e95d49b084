import { existsSync } from 'node:fs';
import { setpriv } from '../launch.ts';

/** Where systems keep bubblewrap; the last one is NixOS. */
const bubblewrapPaths = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/run/current-system/sw/bin/bwrap'];

/** Bubblewrap's path, or undefined where it is not installed. */
export function findBubblewrap(): string | undefined {
  return bubblewrapPaths.find((path) => existsSync(path));
}

/**
 * Who a runner is when the server is root: in the range that systemd's table of user ids calls unused, so
 * that no other program shares it (`nobody` owns daemons, which could look into a runner).
 */
export const runnerUser = 65_533;

/** Whether the server is root, which a runner must not be. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * What stands before bubblewrap in a command: root gives up its user first, since bubblewrap alone would keep
 * the host's root behind another name.
 */
export function dropRoot(): readonly string[] {
  if (!isRoot()) return [];
  const who = ['--reuid', String(runnerUser), '--regid', String(runnerUser), '--clear-groups'];
  return [setpriv, ...who, '--no-new-privs', '--'];
}
