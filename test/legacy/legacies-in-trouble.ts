import type { TestContext } from 'node:test';
import type { LegacySetUp } from '../kit/legacy-connection.ts';
import { type ServiceName, startMariaDb } from '../kit/services/index.ts';
import { plainScripts, startPlainLegacy } from './plain-legacy.ts';

/** A legacy system that an outage can come over. */
export interface LegacyInTrouble {
  readonly name: string;
  readonly services: readonly ServiceName[];
  /** What is in every question that its scripts ask. */
  readonly question: string;
  /** Starts it, with a user for each of these addresses, whose password this is. Answers with its port. */
  start(t: TestContext, people: readonly string[], password: string): Promise<RunningLegacy>;
}

export interface RunningLegacy {
  readonly port: number;
  /** Scripts that ask it by way of a port. */
  scripts(port: number): Pick<LegacySetUp, 'login' | 'getUser' | 'configuration'>;
}

/** Login keeps a pool over its calls, as the drivers' pages advise; Get User connects anew each time. */
const mariaDbScripts = {
  login: `function login(email, password, callback) {
  global.pool = global.pool || require('mysql').createPool({
    connectionLimit: 10, host: '127.0.0.1', port: Number(configuration.PORT),
    user: configuration.USER, password: configuration.PASSWORD, database: configuration.DATABASE
  });
  global.pool.query('SELECT email, password FROM users WHERE email = ?', [email], (error, rows) => {
    if (error) return callback(error);
    const digest = crypto.createHash('sha1').update(password).digest('hex');
    if (rows.length === 0 || rows[0].password !== digest) return callback(null);
    callback(null, { user_id: rows[0].email, email: rows[0].email });
  });
}`,
  getUser: `async function getByEmail(email) {
  const connection = await require('mysql2/promise').createConnection({
    host: '127.0.0.1', port: Number(configuration.PORT),
    user: configuration.USER, password: configuration.PASSWORD, database: configuration.DATABASE
  });
  try {
    const [rows] = await connection.query('SELECT email FROM users WHERE email = ?', [email]);
    return rows.length === 0 ? null : { user_id: rows[0].email, email: rows[0].email };
  } finally {
    connection.destroy();
  }
}`,
} as const;

/** A legacy application's own API. */
const http: LegacyInTrouble = {
  name: 'over HTTP',
  services: [],
  question: 'GET ',
  async start(t, _people, password) {
    const legacy = await startPlainLegacy({ password });
    t.after(() => legacy.stop());
    return { port: legacy.port, scripts: plainScripts };
  },
};

/** A legacy application's table of users. */
export const mariaDb: LegacyInTrouble = {
  name: 'in MariaDB',
  services: ['mariadb'],
  question: 'SELECT ',
  async start(t, people, password) {
    const server = await startMariaDb();
    t.after(() => server.stop());
    const rows = people.map((email) => `('${email}', SHA1('${password}'))`);
    const { port, ...database } = await server.newDatabase(
      `CREATE TABLE users (email VARCHAR(190) PRIMARY KEY, password CHAR(40)); INSERT INTO users VALUES ${rows.join(', ')}`,
    );
    return {
      port,
      scripts: (port) => ({
        ...mariaDbScripts,
        configuration: {
          PORT: String(port),
          USER: database.user,
          PASSWORD: database.password,
          DATABASE: database.database,
        },
      }),
    };
  },
};

export const legaciesInTrouble: readonly LegacyInTrouble[] = [http, mariaDb];
