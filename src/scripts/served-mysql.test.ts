import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type MariaDbDatabase,
  skipUnless,
  startMariaDb,
  type TestMariaDb,
} from '../../test/kit/services/index.ts';
import { faultCodeIn, openScriptKit, valueIn } from './script-kit.contract.ts';

const table = `
  CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(190) UNIQUE, code INT(6) ZEROFILL, active TINYINT(1),
    balance DECIMAL(12,2), huge DECIMAL(20,0), score DOUBLE, born DATE, seen DATETIME, never DATETIME, tags JSON, mark BIT(1),
    token VARBINARY(8), note TEXT);
  SET SESSION sql_mode = '';
  INSERT INTO users VALUES (1, 'ada@example.com', 42, 1, 12.50, 18446744073709551615, 0.5, '1815-12-10', '2001-02-03 04:05:06',
    '0000-00-00 00:00:00', '{"a":1}', b'1', 'abc', 'first');`;

/** Connects, runs `body` with `connection`, and answers with what it says. */
const script = (body: string, options = ''): string => `function login(email, password, callback) {
  var mysql = require('mysql');
  var settings = { host: configuration.HOST, port: configuration.PORT, user: configuration.USER,
    password: configuration.PASSWORD, database: configuration.USER, ${options} };
  var connection = mysql.createConnection(settings);
  ${body}
}`;

describe('`mysql` 2.x, served by mysql2', skipUnless('mariadb'), () => {
  const { ask } = openScriptKit();
  let server: TestMariaDb;
  let database: MariaDbDatabase;
  before(async () => {
    server = await startMariaDb();
    database = await server.newDatabase(table);
  });
  after(() => server.stop());

  const run = async (body: string, options = ''): Promise<unknown> => {
    const { host: HOST, port, user: USER, password: PASSWORD } = database;
    const answer = await ask(script(body, options), {
      configuration: { HOST, PORT: String(port), USER, PASSWORD },
    });
    return valueIn(answer);
  };
  const select = (columns: string, options = ''): Promise<unknown> =>
    run(
      `connection.query('SELECT ${columns} FROM users WHERE id = 1', function (err, rows) { connection.end(); callback(err, rows && rows[0]); });`,
      options,
    );

  it('makes of columns what the old package makes', async () => {
    assert.deepEqual(await select('id, code, active, balance, huge, score, tags, note'), {
      id: 1,
      code: '000042',
      active: 1,
      balance: 12.5,
      huge: '18446744073709551615',
      score: 0.5,
      tags: '{"a":1}',
      note: 'first',
    });
    const bytes = await select('mark, token');
    assert.deepEqual(bytes, {
      mark: { type: 'Buffer', data: [1] },
      token: { type: 'Buffer', data: [97, 98, 99] },
    });
  });

  it('makes dates, or texts of dates that are none, and with dateStrings texts of all or of some', async () => {
    assert.deepEqual(await select('seen, never, born', "timezone: 'Z'"), {
      seen: '2001-02-03T04:05:06.000Z',
      never: '0000-00-00 00:00:00',
      born: '1815-12-10T00:00:00.000Z',
    });
    const texts = { seen: '2001-02-03 04:05:06', born: '1815-12-10' };
    assert.deepEqual(await select('seen, born', 'dateStrings: true'), texts);
    assert.deepEqual(await select('seen, born', "timezone: '+01:00', dateStrings: ['DATE']"), {
      seen: '2001-02-03T03:05:06.000Z',
      born: '1815-12-10',
    });
  });

  it('lets a connection or a query cast its own types', async () => {
    const ownCast =
      "function (field, next) { return field.type === 'TINY' && field.length === 1 ? field.string() === '1' : next(); }";
    const expected = { active: true, balance: 12.5 };
    assert.deepEqual(await select('active, balance', `typeCast: ${ownCast}`), expected);
    const query = `{ sql: 'SELECT active, balance FROM users WHERE id = ?', values: [1], typeCast: ${ownCast} }`;
    const end = 'connection.end(); callback(err, rows && rows[0]);';
    assert.deepEqual(await run(`connection.query(${query}, function (err, rows) { ${end} });`), expected);
    const uncast = await select('note, active', 'typeCast: false');
    assert.deepEqual(uncast, { note: 'first', active: { type: 'Buffer', data: [49] } });
  });

  it('takes values as an array, a single one, an object, and in the options', async () => {
    const forms = [
      "'SELECT id FROM users WHERE email = ?', ['ada@example.com']",
      "'SELECT id FROM users WHERE email = ?', 'ada@example.com'",
      "'SELECT id FROM users WHERE ?', { email: 'ada@example.com' }",
      "{ sql: 'SELECT id FROM users WHERE email = ?', values: ['ada@example.com'], timeout: 5000 }",
      "{ sql: 'SELECT id FROM users WHERE email = ?', timeout: 5000 }, ['ada@example.com']",
      "mysql.format('SELECT id FROM ?? WHERE ?? = ?', ['users', 'users.email', 'ada@example.com'])",
      "'SELECT id FROM users WHERE email = ' + mysql.escape('ada@example.com') + ' AND ' + connection.escape({ id: 1 })",
    ];
    for (const form of forms) {
      const answer = await run(
        `connection.query(${form}, function (err, rows) { connection.end(); callback(err, rows && rows[0]); });`,
      );
      assert.deepEqual(answer, { id: 1 }, form);
    }
  });

  it('leaves values to a format of the script’s own', async () => {
    const body = `connection.config.queryFormat = function (sql, values) {
        return sql.replace(/:(\\w+)/g, function (text, key) { return this.escape(values[key]); }.bind(this));
      };
      connection.query('SELECT id FROM users WHERE email = :email', { email: 'ada@example.com' }, function (err, rows) {
        connection.end(); callback(err, rows && rows[0]);
      });`;
    assert.deepEqual(await run(body), { id: 1 });
  });

  it('tells what a statement changed, and runs several where that is allowed', async () => {
    const inserted = await run(
      `connection.query('INSERT INTO users SET ?', { email: 'new@example.com', note: "it's" }, function (err, result) {
        if (err) return callback(err);
        connection.query('UPDATE users SET note = ? WHERE id = ?', ["it's", result.insertId], function (err, same) {
          connection.end();
          callback(err, { inserted: result.affectedRows, id: result.insertId, matched: same.affectedRows, changed: same.changedRows });
        });
      });`,
    );
    assert.deepEqual(inserted, { inserted: 1, id: 2, matched: 1, changed: 0 });
    const several =
      "connection.query('SELECT 1 AS a; SELECT 2 AS b', function (err, results) { connection.end(); callback(null, err ? { code: err.code } : { results: results }); });";
    assert.deepEqual(await run(several, 'multipleStatements: true'), { results: [[{ a: 1 }], [{ b: 2 }]] });
    assert.deepEqual(await run(several), { code: 'ER_PARSE_ERROR' });
  });

  it('names errors as the old package does', async () => {
    const failing = (sql: string): Promise<unknown> =>
      run(`connection.query("${sql}", function (err) { connection.end();
        callback(null, { code: err.code, errno: err.errno, state: err.sqlState, fatal: Boolean(err.fatal), message: err.message.slice(0, 30) }); });`);
    assert.deepEqual(await failing('SELECT * FROM nowhere'), {
      code: 'ER_NO_SUCH_TABLE',
      errno: 1146,
      state: '42S02',
      fatal: false,
      message: "ER_NO_SUCH_TABLE: Table 'shop_",
    });
    assert.partialDeepStrictEqual(await failing("INSERT INTO users (email) VALUES ('ada@example.com')"), {
      code: 'ER_DUP_ENTRY',
      errno: 1062,
    });
    const denied =
      'connection.connect(function (err) { callback(null, { code: err.code, fatal: err.fatal }); });';
    assert.deepEqual(await run(denied, "password: 'wrong'"), { code: 'ER_ACCESS_DENIED_ERROR', fatal: true });
    const ended =
      'connection.end(function (err) { connection.query("SELECT 1", function (late) { callback(err, { code: late.code, fatal: late.fatal }); }); });';
    assert.deepEqual(await run(ended), { code: 'PROTOCOL_ENQUEUE_AFTER_QUIT', fatal: false });
  });

  it('has pools with their events, transactions, and streams of rows', async () => {
    const pooled = await run(
      `connection.end();
      var pool = mysql.createPool(Object.assign({ connectionLimit: 1, acquireTimeout: 1000 }, settings));
      var heard = [];
      ['connection', 'acquire', 'release'].forEach(function (event) { pool.on(event, function () { heard.push(event); }); });
      pool.getConnection(function (err, connection) {
        if (err) return callback(err);
        connection.beginTransaction(function (err) {
          if (err) return callback(err);
          connection.query('DELETE FROM users', function (err) {
            if (err) return callback(err);
            connection.rollback(function () {
              connection.release();
              pool.query('SELECT balance FROM users WHERE ?', { id: 1 }, function (err, rows) {
                pool.end(function () { callback(err, { heard: heard.slice(0, 3), rows: rows }); });
              });
            });
          });
        });
      });`,
    );
    assert.deepEqual(pooled, { heard: ['connection', 'acquire', 'release'], rows: [{ balance: 12.5 }] });
    const streamed = await run(
      `var rows = [];
      connection.query('SELECT id FROM users ORDER BY id').on('error', callback)
        .on('result', function (row) { connection.pause(); rows.push(row.id); connection.resume(); })
        .on('end', function () { connection.end(); callback(null, { first: rows[0] }); });`,
    );
    assert.deepEqual(streamed, { first: 1 });
  });

  it('knows the profile of Amazon RDS, and says that a server without TLS has none', async () => {
    const connecting = 'connection.connect(function (err) { callback(null, { code: err && err.code }); });';
    assert.deepEqual(await run(connecting, "ssl: 'Amazon RDS'"), { code: 'HANDSHAKE_NO_SSL_SUPPORT' });
    const unknown = await ask(script('', "ssl: 'Nobody'"), {});
    assert.equal(faultCodeIn(unknown), 'TypeError');
  });
});
