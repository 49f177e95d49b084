import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isRoot, runnerUser } from './host-programs.ts';

/** Namespaces that a runner must not share with the server. */
const namespaces = ['ipc', 'mnt', 'net', 'pid', 'user', 'uts'];

/** What a runner has of the file system below its root, besides the way to its own files. */
const hostFolders: readonly string[] = ['boot', 'etc', 'media', 'mnt', 'sys', 'var'];

/** Mounts that may be written: they take up no space. */
const writable: readonly string[] = ['/proc', '/dev/null', '/dev/urandom'];

/**
 * What the kernel says of a process against its being walled in; empty when nothing does. Read from outside:
 * a process's own word would be worth nothing.
 *
 * @throws whatever the file system throws when the process is gone or may not be looked at
 */
export function gapsAround(pid: number): readonly string[] {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  const user = isRoot() ? runnerUser : (process.getuid?.() ?? 0);
  const claims: Readonly<Record<string, boolean>> = {
    'its user is not the one intended': field('Uid') === Array(4).fill(user).join('\t'),
    'it has capabilities': ['CapInh', 'CapPrm', 'CapEff', 'CapAmb'].every((set) => /^0+$/.test(field(set))),
    'it could gain privileges': field('NoNewPrivs') === '1',
    'its system calls are not filtered': field('Seccomp') === '2',
    'it can see other processes': field('NSpid').endsWith('\t1'),
    'it shares a namespace': namespaces.every((name) => namespaceOf(pid, name) !== namespaceOf('self', name)),
    'it has a network': interfacesOf(pid).join() === 'lo',
    'it can see folders of the host': foldersOf(pid).every((name) => !hostFolders.includes(name)),
    'it can write': mountsOf(pid).every(
      ({ path, options }) => options.includes('ro') || writable.includes(path),
    ),
  };
  return Object.keys(claims).filter((claim) => claims[claim] !== true);
}

function namespaceOf(pid: number | 'self', name: string): string {
  return readlinkSync(`/proc/${pid}/ns/${name}`);
}

/** The lines after the two of the heading. */
function interfacesOf(pid: number): readonly string[] {
  const lines = readFileSync(`/proc/${pid}/net/dev`, 'latin1').trim().split('\n').slice(2);
  return lines.map((line) => line.split(':')[0]?.trim() ?? '');
}

function foldersOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/root/`);
}

function mountsOf(pid: number): readonly { readonly path: string; readonly options: readonly string[] }[] {
  const lines = readFileSync(`/proc/${pid}/mountinfo`, 'latin1').trim().split('\n');
  return lines.map((line) => {
    const [, , , , path = '', options = ''] = line.split(' ');
    return { path, options: options.split(',') };
  });
}
