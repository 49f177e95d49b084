import { spawn } from 'node:child_process';
import { ModuleError } from './module-error.ts';

/** What is kept of npm's complaints, to find the reason in. */
const maxErrorCharacters = 20_000;

/** npm hangs on a proxy that swallows packets; a large driver over a slow line takes a few minutes. */
const deadlineMs = 10 * 60_000;

/** No code of a package runs; nothing is sent about what is installed; no programs are linked. */
const flags = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-bin-links',
  '--no-update-notifier',
  '--save-exact',
  '--loglevel=error',
  '--prefix=.',
];

/** What npm says when it fails, and what to do about it. */
const advice: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/E404/, 'there is no such package in the registry: check its name'],
  [/ETARGET|ENOVERSIONS/, 'the package has no such version: see its versions with "npm view NAME versions"'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EIDLETIMEOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH/,
    'the registry cannot be reached: check the network, or set a proxy or a mirror with "npm config set registry URL"',
  ],
  [/E401|E403/, 'the registry refuses: check the access token in .npmrc'],
  [/CERT_|SELF_SIGNED/, 'the certificate of the registry is not trusted: see "npm config set cafile FILE"'],
  [/EBADPLATFORM/, 'the package does not run on this operating system or processor'],
  [
    /ERESOLVE/,
    'the package does not fit to one that is installed: remove that one first, or name another version',
  ],
  [/EACCES|EPERM|EROFS/, 'the folder cannot be written: run this as the user whom Segue runs as'],
  [/ENOSPC/, 'the disk is full'],
];

/**
 * Runs the npm of this machine in a folder.
 *
 * @throws ModuleError with what to do next
 */
export async function runNpm(folder: string, args: readonly string[]): Promise<void> {
  const windows = process.platform === 'win32';
  const child = spawn(windows ? 'npm.cmd' : 'npm', [...args, ...flags], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A batch file needs a shell; the arguments are names and versions of a narrow alphabet.
    shell: windows,
    signal: AbortSignal.timeout(deadlineMs),
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-maxErrorCharacters);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ABORT_ERR')
      throw new ModuleError('npm did not end in ten minutes: check the network, or try again');
    if (error.code !== 'ENOENT') throw error;
    throw new ModuleError('there is no npm on the PATH: install Node.js with its npm, then try again');
  });
  if (code !== 0) throw new ModuleError(reasonIn(said));
}

function reasonIn(said: string): string {
  const known = advice.find(([pattern]) => pattern.test(said))?.[1];
  const first = /^npm (?:error|ERR!) (?!code\b|errno\b)(.{1,300})$/m.exec(said)?.[1];
  if (known !== undefined) return known;
  return `npm failed${first === undefined ? '' : `: ${first}`}`;
}
