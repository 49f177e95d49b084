import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** How the tool is told whom to talk to, and what else its documentation has of settings. */
export interface DeployCliSetUp {
  /** Of the server, as the tool wants it: without a scheme. */
  readonly domain: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM file of the certificate that the tool trusts beside the public ones. */
  readonly certificateFile: string;
  /** A folder for the tool's own files. */
  readonly folder: string;
}

/** What became of a run. */
export interface DeployCliRun {
  readonly code: number | null;
  /** Everything that it printed. */
  readonly output: string;
}

/** Further settings of a run, by the names of the tool's documentation. */
export type DeployCliSettings = Readonly<Record<string, unknown>>;

// The tool's command, as its package names it.
const command = createRequire(import.meta.url).resolve('auth0-deploy-cli/lib/index.js');

/** Imports a folder, or a file in YAML, as `a0deploy import` does. */
export function importFrom(
  setUp: DeployCliSetUp,
  source: string,
  settings: DeployCliSettings = {},
): Promise<DeployCliRun> {
  return runDeployCli(setUp, ['import', '--input_file', source], settings);
}

/** Exports into a folder, as `a0deploy export` does. */
export function exportTo(
  setUp: DeployCliSetUp,
  format: 'directory' | 'yaml',
  target: string,
  settings: DeployCliSettings = {},
): Promise<DeployCliRun> {
  return runDeployCli(setUp, ['export', '--format', format, '--output_folder', target], settings);
}

async function runDeployCli(
  { domain, clientId, clientSecret, certificateFile, folder }: DeployCliSetUp,
  args: readonly string[],
  settings: DeployCliSettings,
): Promise<DeployCliRun> {
  const configFile = join(folder, 'config.json');
  const config = { AUTH0_DOMAIN: domain, AUTH0_CLIENT_ID: clientId, AUTH0_CLIENT_SECRET: clientSecret };
  await writeFile(configFile, JSON.stringify({ ...config, ...settings }));
  const { PATH } = process.env;
  const child = spawn(process.execPath, [command, ...args, '--config_file', configFile, '--env', 'false'], {
    cwd: folder,
    // Nothing of the tests' own environment: it would take settings from there.
    env: { PATH, NODE_EXTRA_CA_CERTS: certificateFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], out, err] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, output: out + err };
}
