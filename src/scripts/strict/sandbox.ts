/** What a sandboxed program finds, and which program it is. */
export interface Sandbox {
  /** Files and folders of the host; inside they have the same paths and cannot be written. */
  readonly readable: readonly string[];
  /** A folder of the host with sockets that lead out; inside it is {@link egressFolderInside}. */
  readonly egressFolder: string;
  readonly workingFolder: string;
  readonly command: readonly string[];
}

/** Descriptors that bubblewrap inherits; the first is handed on, the others it closes. */
export const descriptors = { channel: 3, information: 4, filter: 5 };

export const egressFolderInside = '/run/egress';

/** Node asks for no more: randomness by a system call, and where output goes by the second. */
const devices = ['/dev/null', '/dev/urandom'];

/**
 * Arguments of bubblewrap: namespaces of its own for network, mounts, processes, users, names and shared
 * memory; no capabilities, no environment, no terminal device; it ends with its parent.
 *
 * It stays in the server's session: one of its own would be a scheduling group of its own, and on a busy
 * machine calls then wait for their turn (p99 3 ms instead of 0.2 ms).
 *
 * Nothing inside can be written, /tmp included: a file there would take memory that the watch over the
 * process does not see, and `--size` bounds bytes, not the number of empty files.
 */
export function bubblewrapArguments(sandbox: Sandbox): readonly string[] {
  return [
    ...['--unshare-all', '--die-with-parent', '--as-pid-1', '--clearenv'],
    ...['--cap-drop', 'ALL', '--hostname', 'runner'],
    ...['--info-fd', String(descriptors.information), '--seccomp', String(descriptors.filter)],
    // First, since what is installed below the host's /tmp is bound over it.
    ...['--perms', '0555', '--tmpfs', '/tmp'],
    ...sandbox.readable.flatMap((path) => ['--ro-bind', path, path]),
    ...['--ro-bind', sandbox.egressFolder, egressFolderInside],
    ...['--proc', '/proc'],
    ...devices.flatMap((path) => ['--dev-bind', path, path]),
    ...['--remount-ro', '/tmp', '--remount-ro', '/'],
    ...['--chdir', sandbox.workingFolder],
    '--',
    ...sandbox.command,
  ];
}
