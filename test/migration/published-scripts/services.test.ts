import assert from 'node:assert/strict';
import { createHmac, pbkdf2Sync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { faultCodeIn, openScriptKit, valueIn } from '../../../src/scripts/script-kit.contract.ts';

// The forms of the templates for web services in auth0/docs (Basic authentication, Stormpath), of the scripts that
// auth0/wordpress installs, of Parse's REST API, and the hash functions of the templates for ASP.NET Membership.

const { ask } = openScriptKit();
const jane = { id: '7', email: 'jane@example.com', name: 'jane' };

/** One server that speaks like all of them; it knows Jane. */
async function answerTo(
  request: IncomingMessage,
  body: string,
): Promise<readonly [status: number, body: unknown]> {
  const { headers, url = '' } = request;
  const authorization = headers.authorization ?? '';
  const { pathname, searchParams } = new URL(url, 'http://service.test');
  if (pathname === '/basic')
    return basic('jane@example.com', 'correct horse') === authorization ? [200, jane] : [401, {}];
  if (pathname === '/loginAttempts') {
    if (authorization !== basic('api', 'secret')) return [403, {}];
    const right = JSON.parse(body).value === btoa('jane@example.com:correct horse');
    return right ? [200, { account: { href: `http://${headers.host}/accounts/7` } }] : [400, {}];
  }
  if (pathname === '/accounts/7') return [200, { href: `http://${headers.host}/accounts/7`, ...jane }];
  if (pathname === '/wordpress') {
    const form = new URLSearchParams(body);
    if (authorization !== 'Bearer token') return [200, { error: 'unauthorized' }];
    return form.get('password') === 'correct horse'
      ? [200, { data: { ID: 7, user_email: form.get('username') } }]
      : [200, { error: 'no' }];
  }
  return answerAsParse(request, searchParams);
}

function answerAsParse({ headers }: IncomingMessage, query: URLSearchParams): readonly [number, unknown] {
  const right = headers['x-parse-application-id'] === 'app' && query.get('password') === 'correct horse';
  return right ? [200, { objectId: 'x7', email: jane.email }] : [404, { code: 101 }];
}

function basic(user: string, password: string): string {
  return `Basic ${btoa(`${user}:${password}`)}`;
}

/** Each with its outcome for a wrong password. */
const clients: Readonly<Record<string, readonly [source: string, profile: object, wrong: string]>> = {
  'a web service with Basic authentication': [
    `function login (email, password, callback) {
      request.get({
        url: configuration.URL + '/basic',
        auth: { username: email, password: password }
      }, function (err, response, body) {
        if (err) return callback(err);
        if (response.statusCode === 401) return callback();
        var user = JSON.parse(body);
        callback(null, { user_id: user.id.toString(), nickname: user.name, email: user.email });
      });
    }`,
    { user_id: '7', nickname: 'jane', email: 'jane@example.com' },
    'nothing',
  ],
  'Stormpath, in two requests with JSON': [
    `function login(username, password, callback) {
      var apiCredentials = { user: 'api', password: 'secret' };
      var credentials = new Buffer(username + ':' + password).toString('base64');
      request({ url: configuration.URL + '/loginAttempts', method: 'POST', auth: apiCredentials, json: { type: 'basic', value: credentials } },
        function (error, response, body) {
          if (error) return callback(error);
          if (response.statusCode !== 200) return callback();
          request({ url: body.account.href, auth: apiCredentials, json: true }, function (err, res, account) {
            if (res.statusCode !== 200) return callback();
            return callback(null, { user_id: account.href.replace(configuration.URL + '/accounts/', ''), email: account.email, email_verified: true });
          });
        });
    }`,
    { user_id: '7', email: 'jane@example.com', email_verified: true },
    'nothing',
  ],
  'WordPress, by form and bearer token': [
    `
    function login (email, password, callback) {

      request.post(configuration.URL + '/wordpress', {
        form:{username:email, password:password},
        headers:{"Authorization":"Bearer token"}
      }, function(error, response, body){
        if (response.statusCode === 200) {
          var info = JSON.parse(body);
          if (info.error) return callback(new WrongUsernameOrPasswordError(email));
          callback(null, { user_id: info.data.ID, email: info.data.user_email });
        } else {
          callback(error || new Error("Error"), null);
        }
      });
    }
    `,
    { user_id: 7, email: 'jane@example.com' },
    'wrong-credentials',
  ],
  'Parse, by query and headers': [
    `function login (username, password, callback) {
      request({
        url: configuration.URL + '/1/login',
        headers: { 'X-Parse-Application-Id': 'app', 'X-Parse-REST-API-Key': 'key' },
        qs: { username: username, password: password }
      }, function (err, response, body) {
        if (err) return callback(err);
        if (response.statusCode !== 200) return callback();
        var user = JSON.parse(body);
        callback(null, { user_id: user.objectId, email: user.email });
      });
    }`,
    { user_id: 'x7', email: 'jane@example.com' },
    'nothing',
  ],
  'request by util.promisify, in an async function with a callback': [
    `async function login(email, password, callback) {
      const util = require('util');
      const req = require('request@2.81.0');
      const [getAsync] = [req.get].map(util.promisify);
      try {
        const { body, statusCode } = await getAsync({ url: configuration.URL + '/basic', json: true, auth: { user: email, pass: password } });
        if (!/^2/.test('' + statusCode)) return callback(new WrongUsernameOrPasswordError(email, 'My error message'));
        return callback(null, { user_id: body.id, ...body });
      } catch (err) {
        return callback(err);
      }
    }`,
    { user_id: '7', ...jane },
    'wrong-credentials',
  ],
};

describe('published Login scripts for web services', () => {
  let server: Server;
  let configuration: Record<string, string>;
  before(async () => {
    server = createServer(async (request, response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const [status, body] = await answerTo(request, Buffer.concat(chunks).toString());
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    configuration = { URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  for (const [name, [source, profile, wrong]] of Object.entries(clients)) {
    it(`runs the script for ${name}`, async () => {
      assert.deepEqual(valueIn(await ask(source, { configuration })), profile);
      assert.equal((await ask(source, { configuration, password: 'wrong' })).answer, wrong);
    });
  }
});

describe('hash functions of published scripts', () => {
  it('verifies ASP.NET Simple Membership by pbkdf2 without a digest and a salt of binary text', async () => {
    const salt = Buffer.from('00f17f80ff10203040506070809fafe0', 'hex');
    const stored = Buffer.concat([Buffer.of(0), salt, pbkdf2Sync('correct horse', salt, 1000, 32, 'sha1')]);
    const source = `function login(username, password, callback) {
      validatePassword(password, '${stored.toString('base64')}', function (err, isValid) {
        if (!isValid) return callback(err);
        callback(null, { user_id: username });
      });
      function validatePassword(password, originalHash, callback) {
        var iterations = 1000;
        var hashBytes = new Buffer(originalHash, 'base64');
        var salt = hashBytes.slice(1, 17).toString('binary');
        var hash = hashBytes.slice(17, 49);
        crypto.pbkdf2(password, salt, iterations, hash.length, function (err, hashed) {
          if (err) return callback(err);
          callback(null, hash.toString('base64') === new Buffer(hashed, 'binary').toString('base64'));
        });
      }
    }`;
    assert.deepEqual(valueIn(await ask(source)), { user_id: 'jane@example.com' });
    assert.equal((await ask(source, { password: 'wrong' })).answer, 'nothing');
  });

  it('keeps today’s pbkdf2 beside it, and the rest of crypto', async () => {
    const expected = pbkdf2Sync('correct horse', 'sält', 10, 20, 'sha256').toString('hex');
    const source = `async (email, password) => {
      const { pbkdf2, pbkdf2Sync, createHash } = require('node:crypto');
      const later = await require('util').promisify(pbkdf2)(password, 'sält', 10, 20, 'sha256');
      return { later: later.toString('hex'), now: pbkdf2Sync(password, 'sält', 10, 20, 'sha256').toString('hex'), md5: createHash('md5').update('a').digest('hex'), uuid: typeof crypto.randomUUID() };
    }`;
    const md5 = '0cc175b9c0f1b6a831c399e269772661';
    assert.deepEqual(valueIn(await ask(source)), { later: expected, now: expected, md5, uuid: 'string' });
  });

  it('verifies ASP.NET Universal Providers by an HMAC with a repeated salt', async () => {
    const salt = Buffer.from('0123456789abcdef');
    const key = Buffer.concat([salt, salt, salt, salt]);
    const stored = createHmac('sha256', key).update(Buffer.from('correct horse', 'ucs2')).digest('base64');
    const source = `function login (email, password, callback) {
      if (hashPassword(password, new Buffer('${salt.toString('base64')}', 'base64')).toString('base64') !== '${stored}') return callback();
      callback(null, { user_id: 1 });
      function hashPassword(password, salt) {
        var key = Buffer.concat([salt, salt, salt, salt]);
        var hmac = crypto.createHmac('sha256', key);
        hmac.update(new Buffer(password, 'ucs2'));
        return hmac.digest('base64');
      }
    }`;
    assert.deepEqual(valueIn(await ask(source)), { user_id: 1 });
  });
});

describe('modules of published scripts', () => {
  it('has async, by require and as a global', async () => {
    const source = `function login(email, password, callback) {
      var again = require('async@0.9.0');
      async.series([function (next) { next(null, 1); }, function (next) { setTimeout(next, 1, null, 2); }], function (err, numbers) {
        if (err) return callback(err);
        again.parallel({ a: function (next) { next(null, 'a'); }, b: function (next) { next(null, 'b'); } }, function (err, letters) {
          async.eachSeries([1, 2], function (one, next) { next(one === 2 ? new Error('two') : null); }, function (err) {
            async.auto({ one: function (next) { next(null, 1); }, two: ['one', function (results, next) { next(null, results.one + 1); }] }, function (error, results) {
              callback(error, { numbers: numbers, letters: letters, error: err.message, results: results });
            });
          });
        });
      });
    }`;
    const expected = {
      numbers: [1, 2],
      letters: { a: 'a', b: 'b' },
      error: 'two',
      results: { one: 1, two: 2 },
    };
    assert.deepEqual(valueIn(await ask(source)), expected);
  });

  it('has uuid in all its old forms', async () => {
    const source = `async () => {
      const kinds = [require('uuid')(), require('uuid').v4(), uuid.v4(), uuid(), require('uuid@2.0.1').v1(), require('uuid/v4')(), require('uuid/v1')(), require('node-uuid').v4(), require('node-uuid')()];
      return { versions: kinds.map((one) => one[14]).join(''), five: require('uuid/v5')('www.example.com', require('uuid/v5').DNS), four: require('uuid').validate(kinds[0]) };
    }`;
    assert.deepEqual(valueIn(await ask(source)), {
      versions: '444414144',
      // The example of RFC 9562, A.4.
      five: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
      four: true,
    });
  });

  const missing: readonly (readonly [expression: string, wanted: string])[] = [
    ["require('mssql')", 'mssql'],
    ["require('tedious@1.11.0')", 'tedious'],
    ["require('mongodb@3.1.4').MongoClient", 'mongodb@4'],
    ["require('@scope/driver@1.0.0/lib')", '@scope/driver'],
    ['sqlserver.connect({})', 'tedious'],
    ["mongo('mongodb://localhost/shop', function (db) {})", 'mongodb@4'],
  ];
  for (const [expression, wanted] of missing) {
    it(`says in one sentence how to install what ${expression} needs`, async () => {
      const answer = await ask(`function login(email, password, callback) { ${expression}; }`);
      assert.equal(faultCodeIn(answer), 'MODULE_NOT_FOUND');
      const message = answer.answer === 'fault' ? answer.fault.message : '';
      assert.ok(message.endsWith(` here; install it with: segue modules add ${wanted}`), message);
    });
  }
});
