import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { skipUnless, startMariaDb } from '../kit/services/index.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const table = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, email VARCHAR(190) UNIQUE, nickname VARCHAR(80), password CHAR(40));
  INSERT INTO users VALUES (1, 'ada@example.com', 'ada', SHA1('analytical engine')),
    (9007199254740993, 'grace@example.com', 'grace', SHA1('nanoseconds'));`;

/** The MySQL example of the specification: connect, read the user, compare SHA-1. */
const login = `function login(email, password, callback) {
  var crypto = require('crypto');
  var mysql = require('mysql');
  var connection = mysql.createConnection({
    host: configuration.DB_HOST, port: configuration.DB_PORT,
    user: configuration.DB_USER, password: configuration.DB_PASSWORD, database: configuration.DB_NAME,
    supportBigNumbers: true, bigNumberStrings: false
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
    callback(null, { user_id: user.id, nickname: user.nickname, email: user.email });
  });
}`;

for (const store of stores) {
  const options = { skip: store.options.skip || skipUnless('mariadb').skip };
  test(`F6: a MySQL table with SHA-1 passwords, ${store.name}`, options, async (t) => {
    const mariadb = await startMariaDb();
    t.after(() => mariadb.stop());
    const database = await mariadb.newDatabase(table);
    const segue = await startSegue(store);
    t.after(() => segue.stop());
    const connection = await createLegacyConnection(segue, {
      login,
      configuration: {
        DB_HOST: database.host,
        DB_PORT: String(database.port),
        DB_USER: database.user,
        DB_PASSWORD: database.password,
        DB_NAME: database.database,
      },
    });
    segue.canaries.watch('database password', database.password);

    assert.equal((await connection.logIn('ada@example.com', 'difference engine')).status, 403);
    const first = await connection.logIn('ada@example.com', 'analytical engine');
    assert.equal(first.status, 200, first.text);
    assert.equal((await connection.user('ada@example.com')).user_id, 'auth0|1');

    const asked = await mariadb.generalLog();
    assert.equal((await connection.logIn('ada@example.com', 'analytical engine')).status, 200);
    assert.deepEqual(await mariadb.generalLog(), asked, 'F5: the second login asked nothing');

    const big = await connection.logIn('grace@example.com', 'nanoseconds');
    assert.equal(big.status, 200, big.text);
    assert.equal(
      (await connection.user('grace@example.com')).user_id,
      'auth0|9007199254740993',
      'every digit',
    );

    const statements = (await mariadb.generalLog()).filter((line) => /^(Query|Execute|Prepare)/.test(line));
    assert.ok(statements.length >= 3);
    for (const line of statements)
      assert.match(line, /SELECT|SET NAMES|SET CHARACTER/i, 'F8: nothing was written');

    await mariadb.stop();
    assert.equal((await connection.logIn('ada@example.com', 'analytical engine')).status, 200);
    assert.equal((await connection.logIn('nobody@example.com', 'x')).status, 503);
  });
}
