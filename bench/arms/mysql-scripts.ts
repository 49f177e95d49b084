/*
 * Login scripts for a MySQL table, written as such scripts are. Two compare and hash nothing, so that what the driver does
 * is all there is to measure; the third does what is published: a connection for each login, and a bcrypt hash.
 */
export type Way = 'pool' | 'connection' | 'published';

const select = "'SELECT id, email, password, hash FROM users WHERE email = ?', [email]";

const profile = '{ user_id: String(rows[0].id), email: rows[0].email }';

const compare = `
    if (error) return callback(error);
    if (rows.length !== 1 || rows[0].password !== password) return callback(new Error('wrong password'));
    callback(null, ${profile});`;

export const mysqlScripts: Readonly<Record<Way, string>> = {
  pool: `function login(email, password, callback) {
  global.pool = global.pool || require('mysql2').createPool(configuration.MYSQL_URL);
  global.pool.query(${select}, function (error, rows) {${compare}
  });
}`,
  connection: `function login(email, password, callback) {
  var connection = require('mysql2').createConnection(configuration.MYSQL_URL);
  connection.query(${select}, function (error, rows) {
    connection.end();${compare}
  });
}`,
  published: `function login(email, password, callback) {
  var connection = require('mysql2').createConnection(configuration.MYSQL_URL);
  connection.query(${select}, function (error, rows) {
    connection.end();
    if (error || rows.length !== 1) return callback(error || new Error('nobody'));
    require('bcryptjs').compare(password, rows[0].hash, function (error, isRight) {
      if (error || !isRight) return callback(error || new Error('wrong password'));
      callback(null, ${profile});
    });
  });
}`,
};

/** A way as it stands on the command line of a worker. */
export function isWay(word: string): word is Way {
  return Object.hasOwn(mysqlScripts, word);
}
