import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { programDirectories } from './find-program.ts';
import type { ServerDirectory } from './server-directory.ts';

/** The environment that servers and their tools get: nothing of the tests' own but PATH, and UTF-8. */
export function serverEnvironment(directory: ServerDirectory): NodeJS.ProcessEnv {
  const path = programDirectories(process.env['PATH'] ?? '').join(':');
  return { PATH: path, HOME: directory.path, TMPDIR: directory.path, LANG: 'C.UTF-8' };
}

/**
 * Runs a program to its end as the directory's owner, in the directory. Throws with its output when it
 * fails.
 */
export async function runProgram(
  directory: ServerDirectory,
  program: string,
  args: readonly string[],
  input = '',
): Promise<void> {
  const child = spawn(program, args, {
    cwd: directory.path,
    env: serverEnvironment(directory),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...directory.owner,
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  // A program that does not read its input closes the pipe; what it has to say about that is its exit status.
  child.stdin.on('error', () => {}).end(input);
  const [status, out, err] = await Promise.all([exited, text(child.stdout), text(child.stderr)]);
  if (status !== 0) throw new Error(`${program} ended with status ${status}:\n${out}${err}`);
}
