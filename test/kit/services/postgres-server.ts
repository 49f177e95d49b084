import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { statementLogPrefix } from './postgres-statement-log.ts';
import { runProgram } from './run-program.ts';
import { inNewServerDirectory, type ServerDirectory, writePrivateFile } from './server-directory.ts';
import { serverOwner } from './server-owner.ts';
import { startServer } from './server-process.ts';
import { lowerOpenSsl, type ServerTls, writeTlsFiles } from './server-tls.ts';
import { requireProgram } from './services.ts';
import { unpackTemplate } from './template-archive.ts';

export interface PostgresServer {
  /** As the role `segue`, which may create databases and is not a superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

type Settings = Readonly<Record<string, string>>;

/**
 * Starts a PostgreSQL server of our own on a random port of loopback. It logs every statement, and does not
 * wait for the disk: its data lives as long as the test.
 */
export async function startPostgresServer(tls?: ServerTls): Promise<PostgresServer> {
  return inNewServerDirectory('postgres', serverOwner('postgres'), (directory) => startIn(directory, tls));
}

async function startIn(directory: ServerDirectory, tls: ServerTls | undefined): Promise<PostgresServer> {
  const program = requireProgram('postgres', 'postgres');
  await unpackTemplate({ name: 'postgres', program, revision: 1, build: buildCluster }, directory);
  const password = await readFile(join(directory.path, 'password'), 'utf8');
  const secure = tls === undefined ? {} : await tlsSettings(directory, tls);
  const env = tls?.old === true ? await lowerOpenSsl(directory) : {};
  const server = await startServer({
    program,
    args: (port) => serverArguments(directory, port, secure),
    directory,
    env,
    readyText: 'database system is ready to accept connections',
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions instead of waiting for them.
    stopSignal: 'INT',
  });
  return { url: `postgres://segue:${password}@127.0.0.1:${server.port}/postgres`, stop: server.stop };
}

/**
 * Makes the data directory and the role; the password is random, and no other user of this machine can read
 * it.
 */
async function buildCluster(directory: ServerDirectory): Promise<void> {
  const password = randomBytes(16).toString('hex');
  const passwordFile = await writePrivateFile(directory, 'password', password);
  const data = join(directory.path, 'data');
  const initdb = requireProgram('postgres', 'initdb');
  const auth = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  // Small write-ahead segments make the template, and so every start, 15 MB lighter.
  const storage = ['--no-sync', '--wal-segsize=1', '--encoding=UTF8', '--no-locale'];
  await runProgram(directory, initdb, [`--pgdata=${data}`, ...auth, ...storage]);
  const createRole = `CREATE ROLE segue LOGIN CREATEDB PASSWORD '${password}'\n`;
  const postgres = requireProgram('postgres', 'postgres');
  await runProgram(directory, postgres, ['--single', '-D', data, 'postgres'], createRole);
}

/** Who does not ask for TLS gets on without: the kit does. */
async function tlsSettings(directory: ServerDirectory, tls: ServerTls): Promise<Settings> {
  const { certFile, keyFile } = await writeTlsFiles(directory, tls);
  const settings = { ssl: 'on', ssl_cert_file: certFile, ssl_key_file: keyFile };
  if (tls.old !== true) return settings;
  return { ...settings, ssl_min_protocol_version: 'TLSv1', ssl_max_protocol_version: 'TLSv1' };
}

function serverArguments(directory: ServerDirectory, port: number, more: Settings): readonly string[] {
  const settings: Settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    // A worker of its at the wrong instant keeps a database of a test from being dropped.
    autovacuum: 'off',
    fsync: 'off',
    full_page_writes: 'off',
    log_statement: 'all',
    log_line_prefix: statementLogPrefix,
    // A setting of our own, through which every test process that shares this server finds its log.
    'segue.statement_log': join(directory.path, `server-${port}.log`),
    ...more,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', join(directory.path, 'data'), '-p', String(port), ...options];
}
