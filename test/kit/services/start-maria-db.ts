import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandsIn } from './maria-db-general-log.ts';
import { runProgram } from './run-program.ts';
import { inNewServerDirectory, type ServerDirectory, writePrivateFile } from './server-directory.ts';
import { serverOwner } from './server-owner.ts';
import { startServer } from './server-process.ts';
import { anyCipher, type ServerTls, writeTlsFiles } from './server-tls.ts';
import { requireProgram } from './services.ts';
import { unpackTemplate } from './template-archive.ts';

/** A database and the user who owns it: what a legacy application's configuration holds. */
export interface MariaDbDatabase {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly url: string;
}

export interface TestMariaDb {
  readonly host: string;
  readonly port: number;
  readonly rootUrl: string;
  /**
   * Creates a database with a user who may do everything in it, and runs `sql` there (not shown in the
   * log).
   */
  newDatabase(sql?: string): Promise<MariaDbDatabase>;
  /** What clients asked for, in order: `Connect …`, `Query …`, `Prepare …`, `Execute …`. */
  generalLog(): Promise<readonly string[]>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

const host = '127.0.0.1';
/** The default of 96 MB would be most of what every start has to copy. */
const redoLogSize = '--innodb-log-file-size=8M';

/** Starts a MariaDB server of our own on a random port of loopback, with its general log on. */
export async function startMariaDb({ tls }: { tls?: ServerTls } = {}): Promise<TestMariaDb> {
  return inNewServerDirectory('mariadb', serverOwner('mysql'), (directory) => startIn(directory, tls));
}

async function startIn(directory: ServerDirectory, tls: ServerTls | undefined): Promise<TestMariaDb> {
  const program = requireProgram('mariadb', 'mariadbd');
  await unpackTemplate({ name: 'mariadb', program, revision: 1, build: installSystemTables }, directory);
  const rootPassword = randomBytes(16).toString('hex');
  const initFile = await writePrivateFile(directory, 'init.sql', setRootPassword(rootPassword));
  const secure = tls === undefined ? [] : await tlsArguments(directory, tls);
  const server = await startServer({
    program,
    args: (port) => [...serverArguments(directory, initFile, port), ...secure],
    directory,
    readyText: 'ready for connections',
    stopSignal: 'TERM',
  });
  const rootUrl = `mysql://root:${rootPassword}@${host}:${server.port}/`;
  const ownConnections = new Set<number>();
  return {
    host,
    port: server.port,
    rootUrl,
    newDatabase: (sql = '') => createDatabase(rootUrl, server.port, sql, ownConnections),
    generalLog: async () => commandsIn(await readFile(generalLogFile(directory), 'utf8'), ownConnections),
    stop: server.stop,
  };
}

async function installSystemTables(directory: ServerDirectory): Promise<void> {
  const install = requireProgram('mariadb', 'mariadb-install-db');
  const dataDirectory = `--datadir=${join(directory.path, 'data')}`;
  const authentication = '--auth-root-authentication-method=normal';
  const options = ['--no-defaults', dataDirectory, authentication, '--skip-test-db', redoLogSize];
  await runProgram(directory, install, options);
}

/** A fresh installation lets root in without a password. */
function setRootPassword(password: string): string {
  const accounts = ['localhost', host].map((from) => `root@'${from}'`);
  return accounts.map((account) => `ALTER USER ${account} IDENTIFIED BY '${password}';\n`).join('');
}

function generalLogFile(directory: ServerDirectory): string {
  return join(directory.path, 'general.log');
}

function serverArguments(directory: ServerDirectory, initFile: string, port: number): readonly string[] {
  return [
    '--no-defaults',
    `--datadir=${join(directory.path, 'data')}`,
    `--tmpdir=${directory.path}`,
    `--pid-file=${join(directory.path, 'pid')}`,
    // Relative to the data directory: a socket's full path may have no more than 107 characters.
    '--socket=socket',
    `--bind-address=${host}`,
    `--port=${port}`,
    `--init-file=${initFile}`,
    '--general-log=1',
    `--general-log-file=${generalLogFile(directory)}`,
    '--log-output=FILE',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--performance-schema=OFF',
    redoLogSize,
    '--innodb-buffer-pool-size=32M',
    '--innodb-flush-log-at-trx-commit=0',
    // Containers often forbid io_uring.
    '--innodb-use-native-aio=0',
  ];
}

/** Only accounts that are made to ask for TLS must use it: the kit's own does without. */
async function tlsArguments(directory: ServerDirectory, tls: ServerTls): Promise<readonly string[]> {
  const { certFile, keyFile } = await writeTlsFiles(directory, tls);
  const files = [`--ssl-cert=${certFile}`, `--ssl-key=${keyFile}`];
  return tls.old === true ? [...files, '--tls-version=TLSv1.0', `--ssl-cipher=${anyCipher}`] : files;
}

async function createDatabase(
  rootUrl: string,
  port: number,
  sql: string,
  ownConnections: Set<number>,
): Promise<MariaDbDatabase> {
  const database = `shop_${randomBytes(8).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  const account = `'${database}'@'${host}'`;
  // Loaded at first use: a test file that only asks whether a service is there should not wait for a driver.
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({ uri: rootUrl, multipleStatements: true });
  ownConnections.add(connection.threadId);
  try {
    await connection.query(`CREATE DATABASE ${database}; USE ${database};
      CREATE USER ${account} IDENTIFIED BY '${password}'; GRANT ALL ON ${database}.* TO ${account}`);
    if (sql !== '') await connection.query(sql);
  } finally {
    await connection.end();
  }
  const url = `mysql://${database}:${password}@${host}:${port}/${database}`;
  return { host, port, database, user: database, password, url };
}
