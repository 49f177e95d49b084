import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import bcrypt from 'bcryptjs';
import { openScriptKit, valueIn } from '../../../src/scripts/script-kit.contract.ts';
import {
  skipUnless,
  startMariaDb,
  startPostgres,
  type TestMariaDb,
  type TestPostgres,
} from '../../kit/services/index.ts';

// The forms of the Login templates in auth0/docs (articles/connections/database/custom-db/templates/login.md),
// as they were over the years, and of programs that those who used them migrated from.

const password = 'correct horse';
/** As PHP writes it. */
const bcryptHash = bcrypt.hashSync(password, 4).replace('$2b$', '$2y$');

const kit = openScriptKit();
const logIn = async (
  source: string,
  configuration: Record<string, string>,
  typed = password,
): Promise<unknown> => {
  const answer = await kit.ask(source, { configuration, password: typed });
  return answer.answer === 'value' ? valueIn(answer) : answer.answer;
};

/** Right password, wrong password. */
async function check(source: string, configuration: Record<string, string>, profile: object): Promise<void> {
  assert.deepEqual(await logIn(source, configuration), profile);
  assert.match(
    String(await logIn(source, configuration, 'incorrect horse')),
    /^(nothing|wrong-credentials)$/,
  );
}

describe('published Login scripts for MySQL', skipUnless('mariadb'), () => {
  let server: TestMariaDb;
  let configuration: Record<string, string>;
  before(async () => {
    server = await startMariaDb();
    const {
      host,
      port,
      user,
      password: secret,
      database,
    } = await server.newDatabase(`
      CREATE TABLE users (id BIGINT PRIMARY KEY, nickname VARCHAR(80), email VARCHAR(190), password VARCHAR(80));
      INSERT INTO users VALUES (7, 'jane', 'jane@example.com', '${bcryptHash}');
      CREATE TABLE wp_users (ID BIGINT UNSIGNED PRIMARY KEY, user_login VARCHAR(60), user_email VARCHAR(100), user_pass VARCHAR(255));
      INSERT INTO wp_users VALUES (7, 'jane', 'jane@example.com', '${phpass(password)}');
      CREATE TABLE drupal (uid INT UNSIGNED PRIMARY KEY, name VARCHAR(60), mail VARCHAR(254), pass VARCHAR(128));
      INSERT INTO drupal VALUES (7, 'jane', 'jane@example.com', '${drupal(password)}');`);
    configuration = { host, port: String(port), user, password: secret, database };
  });
  after(() => server.stop());

  const settings =
    '{ host: configuration.host, port: configuration.port, user: configuration.user, password: configuration.password, database: configuration.database }';

  it('runs the template with globals: mysql called as a function, bcrypt, id for user_id', async () => {
    const source = `function login (email, password, callback) {
      var connection = mysql(${settings});
      connection.connect();
      var query = "SELECT id, nickname, email, password " +
        "FROM users WHERE email = ?";
      connection.query(query, [email], function (err, results) {
        if (err) return callback(err);
        if (results.length === 0) return callback();
        var user = results[0];
        if (!bcrypt.compareSync(password, user.password)) return callback();
        callback(null, { id: user.id.toString(), nickname: user.nickname, email: user.email });
      });
    }`;
    await check(source, configuration, { id: '7', nickname: 'jane', email: 'jane@example.com' });
  });

  it('runs the template with require: mysql called as a function, bcrypt@0.8.5, error classes', async () => {
    const source = `function login(email, password, callback) {
      const mysql = require('mysql');
      const bcrypt = require('bcrypt@0.8.5');
      const connection = mysql(${settings});
      connection.connect();
      connection.query('SELECT id, nickname, email, password FROM users WHERE email = ?', [ email ], function(err, results) {
        if (err) return callback(err);
        if (results.length === 0) return callback(new WrongUsernameOrPasswordError(email));
        const user = results[0];
        bcrypt.compare(password, user.password, function(err, isValid) {
          if (err || !isValid) return callback(err || new WrongUsernameOrPasswordError(email));
          callback(null, { user_id: user.id.toString(), nickname: user.nickname, email: user.email });
        });
      });
    }`;
    await check(source, configuration, { user_id: '7', nickname: 'jane', email: 'jane@example.com' });
  });

  it('runs WordPress’s phpass written by hand, with a pool kept in global', async () => {
    const source = `
    const itoa64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    function login(email, password, callback) {
      if (!global.pool) global.pool = require('mysql').createPool(${settings});
      global.pool.query('SELECT ID, user_login, user_email, user_pass FROM wp_users WHERE ?', { user_email: email }, function (err, rows) {
        if (err) return callback(err);
        if (rows.length !== 1 || hash(password, rows[0].user_pass) !== rows[0].user_pass) return callback(null);
        callback(null, { user_id: rows[0].ID, email: rows[0].user_email, nickname: rows[0].user_login });
      });
    }
    function md5(buffer) { return crypto.createHash('md5').update(buffer).digest(); }
    function hash(password, stored) {
      var salt = stored.substr(4, 8), typed = new Buffer(password);
      var digest = md5(Buffer.concat([new Buffer(salt), typed]));
      for (var i = 0; i < (1 << itoa64.indexOf(stored[3])); i++) digest = md5(Buffer.concat([digest, typed]));
      return stored.substr(0, 12) + encode64(digest, 16);
    }
    ${encode64}`;
    await check(source, configuration, { user_id: 7, email: 'jane@example.com', nickname: 'jane' });
  });

  it('runs Drupal 7’s SHA-512 written by hand, by async.waterfall', async () => {
    const source = `
    var async = require('async@1.0.0');
    var itoa64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    ${encode64}
    function login(email, password, callback) {
      var connection = mysql.createConnection(${settings});
      async.waterfall([
        function (next) { connection.query('SELECT uid, name, mail, pass FROM drupal WHERE mail = ?', [email], function (err, rows) { next(err, rows); }); },
        function (rows, next) {
          if (rows.length === 0) return next(null, null);
          var stored = rows[0].pass, salt = stored.substr(4, 8);
          var digest = crypto.createHash('sha512').update(salt + password).digest();
          for (var i = 0; i < (1 << itoa64.indexOf(stored[3])); i++) digest = crypto.createHash('sha512').update(Buffer.concat([digest, Buffer.from(password)])).digest();
          next(null, (stored.substr(0, 12) + encode64(digest, 64)).substr(0, 55) === stored ? rows[0] : null);
        }
      ], function (err, user) {
        connection.end();
        if (err || !user) return callback(err);
        callback(null, { user_id: user.uid, email: user.mail, nickname: user.name });
      });
    }`;
    await check(source, configuration, { user_id: 7, email: 'jane@example.com', nickname: 'jane' });
  });
});

describe('published Login scripts for PostgreSQL', skipUnless('postgres'), () => {
  let server: TestPostgres;
  let configuration: Record<string, string>;
  before(async () => {
    server = await startPostgres();
    const url = await server.newDatabase(`
      CREATE TABLE users (id bigint PRIMARY KEY, nickname text, email text, password text);
      INSERT INTO users VALUES (7, 'jane', 'jane@example.com', '${bcryptHash}');`);
    configuration = { url };
  });
  after(async () => {
    await kit.runner.close();
    await server.stop();
  });
  const profile = { id: '7', nickname: 'jane', email: 'jane@example.com' };

  /** The template; `connect` is what its versions say before the connection string. */
  const template = (connect: string, before = ''): string => `function login (email, password, callback) {
    ${before}
    var conString = configuration.url;
    ${connect}(conString, function (err, client, done) {
      if (err) {
        console.log('could not connect to postgres db', err);
        return callback(err);
      }
      client.query('SELECT id, nickname, email, password FROM users WHERE email = $1', [email], function (err, result) {
        done();
        if (err) return callback(err);
        if (result.rows.length === 0) return callback();
        var user = result.rows[0];
        if (!bcrypt.compareSync(password, user.password)) return callback();
        callback(null, { id: user.id, nickname: user.nickname, email: user.email });
      });
    });
  }`;

  const versions: readonly (readonly [connect: string, before?: string])[] = [
    ['postgres'],
    ['pg.connect'],
    ['postgres.connect', "const postgres = require('pg');"],
    ['postgres', "const postgres = require('pg@4.1.1');"],
  ];
  for (const [connect, first] of versions) {
    it(`runs the template: ${first ?? ''} ${connect}(conString, callback)`, () =>
      check(template(connect, first), configuration, profile));
  }

  it('says unavailable when the retired connect finds nobody', async () => {
    const nobody = { url: 'postgres://user:secret@127.0.0.1:1/shop' };
    assert.equal(await logIn(template('pg.connect'), nobody), 'unavailable');
  });

  it('runs row events, `done` twice, and gives the connection back to its pool', async () => {
    const source = `function login(email, password, callback) {
      pg.defaults.poolSize = 1;
      pg.connect({ connectionString: configuration.url, max: 1 }, function (err, client, done) {
        if (err) { done(); return callback(err); }
        var users = [];
        var query = client.query('SELECT id, password FROM users WHERE email = $1', [email]);
        query.on('row', function (row) { users.push(row); });
        query.on('error', function (err) { done(client); callback(err); });
        query.on('end', function (result) {
          done();
          done();
          if (users.length !== 1 || !bcrypt.compareSync(password, users[0].password)) return callback();
          callback(null, { id: users[0].id, rows: result.rowCount });
        });
      });
    }`;
    await check(source, configuration, { id: '7', rows: 1 });
    const logins = Array.from({ length: 20 }, () =>
      kit.ask(source, { configuration, password, connection: 'one process' }),
    );
    for (const answer of await Promise.all(logins)) assert.deepEqual(valueIn(answer), { id: '7', rows: 1 });
  });

  it('hears the error of a query by event, and throws it where nobody listens', async () => {
    const source = (listen: string): string => `function login(email, password, callback) {
      var client = new pg.Client(configuration.url);
      client.connect();
      client.query('SELECT * FROM nowhere')${listen}.on('end', function () { callback(null, { id: 1 }); });
    }`;
    const heard = source(
      ".on('error', function (err) { client.end(); callback(null, { code: err.code }); })",
    );
    assert.deepEqual(await logIn(heard, configuration), { code: '42P01' });
    assert.equal(await logIn(source(''), configuration), 'fault');
  });

  it('keeps today’s promises beside it', async () => {
    const source = `async (email) => {
      const client = new (require('pg').Client)({ connectionString: configuration.url });
      await client.connect();
      try {
        return (await client.query('SELECT id FROM users WHERE email = $1', [email])).rows[0];
      } finally {
        await client.end();
      }
    }`;
    assert.deepEqual(await logIn(source, configuration), { id: '7' });
  });
});

const encode64 = `function encode64(bytes, count) {
      var out = '', i = 0;
      do {
        var value = bytes[i++];
        out += itoa64[value & 0x3f];
        if (i < count) value |= bytes[i] << 8;
        out += itoa64[(value >> 6) & 0x3f];
        if (i++ >= count) break;
        if (i < count) value |= bytes[i] << 16;
        out += itoa64[(value >> 12) & 0x3f];
        if (i++ >= count) break;
        out += itoa64[(value >> 18) & 0x3f];
      } while (i < count);
      return out;
    }`;

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** phpass's own base 64: least significant bits first. */
function portable64(bytes: Buffer): string {
  const bits = [...bytes].reduce((all, byte, index) => all | (BigInt(byte) << BigInt(8 * index)), 0n);
  const count = Math.ceil((bytes.length * 8) / 6);
  return Array.from(
    { length: count },
    (_, index) => alphabet[Number((bits >> BigInt(6 * index)) & 63n)],
  ).join('');
}

/** A hash as WordPress wrote it until 2025: MD5, 2^13 rounds. */
function phpass(text: string): string {
  const digest = (...parts: Buffer[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest();
  let hash = digest(Buffer.from('saltsalt'), Buffer.from(text));
  for (let round = 0; round < 2 ** 13; round += 1) hash = digest(hash, Buffer.from(text));
  return `$P$BsaltsaltX`.slice(0, 12) + portable64(hash);
}

/** A hash of Drupal 7: SHA-512, 2^15 rounds, cut to 55 characters. */
function drupal(text: string): string {
  const digest = (...parts: Buffer[]): Buffer => createHash('sha512').update(Buffer.concat(parts)).digest();
  let hash = digest(Buffer.from('saltsalt'), Buffer.from(text));
  for (let round = 0; round < 2 ** 15; round += 1) hash = digest(hash, Buffer.from(text));
  return `$S$DsaltsaltX`.slice(0, 12).concat(portable64(hash)).slice(0, 55);
}
