import { createConnection } from 'mysql2/promise';
import { type MariaDbDatabase, startMariaDb } from '../kit/services/index.ts';
import { openGate } from './gate.ts';
import type { Legacy, Person } from './legacy.ts';

/** The MySQL example of the specification: connect, read the user, compare SHA-1. */
const login = `function login(email, password, callback) {
  var crypto = require('crypto');
  var mysql = require('mysql');
  var connection = mysql.createConnection({
    host: configuration.DB_HOST, port: configuration.DB_PORT,
    user: configuration.DB_USER, password: configuration.DB_PASSWORD, database: configuration.DB_NAME
  });
  connection.connect();
  var query = 'SELECT id, nickname, email, password FROM users WHERE email = ?';
  connection.query(query, [email], function (err, results) {
    connection.end();
    if (err) return callback(err);
    if (results.length === 0) return callback();
    var user = results[0];
    var hash = crypto.createHash('sha1').update(password).digest('hex');
    if (hash !== user.password) return callback();
    callback(null, { user_id: user.id.toString(), nickname: user.nickname, email: user.email });
  });
}`;

const getUser = `async function getByEmail(email) {
  const mysql = require('mysql2/promise');
  const connection = await mysql.createConnection({
    host: configuration.DB_HOST, port: configuration.DB_PORT,
    user: configuration.DB_USER, password: configuration.DB_PASSWORD, database: configuration.DB_NAME
  });
  try {
    const [rows] = await connection.execute(
      'SELECT id, nickname, given, family, plan, joined, email FROM users WHERE email = ?', [email]);
    if (rows.length === 0) return null;
    const [user] = rows;
    return {
      user_id: String(user.id), email: user.email, email_verified: false, nickname: user.nickname,
      name: user.given + ' ' + user.family, given_name: user.given, family_name: user.family,
      created_at: user.joined, app_metadata: { plan: user.plan }
    };
  } finally {
    await connection.end();
  }
}`;

/** Its account may do everything with the table. */
export interface MariaDbTable extends Legacy {
  /** What the legacy application does meanwhile. */
  run(sql: string): Promise<void>;
}

const table = `CREATE TABLE users (id BIGINT PRIMARY KEY AUTO_INCREMENT, email VARCHAR(190) UNIQUE, nickname VARCHAR(80),
  given VARCHAR(80), family VARCHAR(80), plan VARCHAR(20), joined DATETIME, password CHAR(40))`;

/** A legacy application's table of users, whose texts compare by the collation. */
export async function startMariaDbTable(
  people: readonly Person[],
  collation = 'utf8mb4_general_ci',
): Promise<MariaDbTable> {
  const mariadb = await startMariaDb();
  const rows = people.map(
    ({ id, email, nickname, givenName, familyName, password }) =>
      `(${id}, '${email}', '${nickname}', '${givenName}', '${familyName}', 'gold', '2009-03-14 15:09:26', SHA1('${password}'))`,
  );
  const database = await mariadb.newDatabase(
    `${table} COLLATE ${collation}; INSERT INTO users VALUES ${rows.join(', ')}`,
  );
  const gate = await openGate(database.port);
  return {
    login,
    getUser,
    configuration: {
      DB_HOST: '127.0.0.1',
      DB_PORT: String(gate.port),
      DB_USER: database.user,
      DB_PASSWORD: database.password,
      DB_NAME: database.database,
    },
    secretKeys: ['DB_PASSWORD'],
    profileOf: ({ id, nickname, givenName, familyName }) => ({
      user_id: `auth0|${id}`,
      nickname,
      name: `${givenName} ${familyName}`,
      given_name: givenName,
      family_name: familyName,
      app_metadata: { plan: 'gold' },
    }),
    asked: async () => {
      const log = await mariadb.generalLog();
      return log.flatMap((line) => /^(?:Query|Execute) SELECT .*WHERE email = '(.*)'$/.exec(line)?.[1] ?? []);
    },
    writes: async () => (await mariadb.generalLog()).filter((line) => !isRead(line)),
    dump: () => dump(database),
    run: (sql) => run(database, sql),
    shut: gate.shut,
    reopen: gate.reopen,
    stop: async () => {
      await gate.shut();
      await mariadb.stop();
    },
  };
}

function isRead(line: string): boolean {
  return /^(?:Connect |(?:Query|Prepare|Execute) (?:SELECT|SHOW) |Query SET NAMES )/.test(line);
}

/** Every table as its server would make it again, and every row. */
async function dump({ url, database }: MariaDbDatabase): Promise<string> {
  const connection = await createConnection(url);
  try {
    const [tables] = await connection.query(`SHOW FULL TABLES FROM ${database}`);
    const [made] = await connection.query('SHOW CREATE TABLE users');
    const [rows] = await connection.query('SELECT * FROM users ORDER BY id');
    return JSON.stringify({ tables, made, rows });
  } finally {
    await connection.end();
  }
}

async function run({ url }: MariaDbDatabase, sql: string): Promise<void> {
  const connection = await createConnection({ uri: url, multipleStatements: true });
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}
