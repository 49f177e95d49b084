import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { hash } from '@node-rs/argon2';
import type { Launch } from './index.ts';
import { faultCodeIn, openScriptKit, valueIn } from './script-kit.contract.ts';

/** Every ready module loads at this level, and does something real. */
export function describeReadyModules(level: string, launch: Launch): void {
  describe(`ready modules at level ${level}`, () => {
    const { ask } = openScriptKit({ launch });
    let server: Server;
    let shut: Server;
    let configuration: Record<string, string>;

    before(async () => {
      server = createServer((request, response) => {
        const right = request.headers.authorization === `Basic ${btoa('jane@example.com:correct horse')}`;
        response
          .writeHead(right ? 200 : 401, { 'content-type': 'application/json' })
          .end(JSON.stringify({ right }));
      });
      shut = createServer();
      const open = await portOf(server);
      const closed = await portOf(shut);
      await new Promise((resolve) => shut.close(resolve));
      configuration = { URL: `http://127.0.0.1:${open}/`, CLOSED: String(closed) };
    });
    after(() => new Promise((resolve) => server.close(resolve)));

    const clients: Readonly<Record<string, string>> = {
      request:
        'function (email, password, callback) { request.get({ url: configuration.URL, json: true, auth: { username: email, password } }, (err, res, body) => callback(err, body)); }',
      'request@2.88.0':
        "function (email, password, callback) { const request = require('request@2.88.0').defaults({ json: true }); request(configuration.URL, { auth: { user: email, pass: password } }, (err, res, body) => callback(err, body)); }",
      axios:
        "async (email, password) => (await require('axios').get(configuration.URL, { auth: { username: email, password } })).data",
      fetch:
        "async (email, password) => (await fetch(configuration.URL, { headers: { authorization: 'Basic ' + Buffer.from(email + ':' + password).toString('base64') } })).json()",
      'import()':
        "async (email, password) => (await (await import('axios')).default.get(configuration.URL, { auth: { username: email, password } })).data",
    };
    for (const [name, source] of Object.entries(clients)) {
      it(`speaks HTTP with ${name}`, async () => {
        assert.deepEqual(valueIn(await ask(source, { configuration })), { right: true });
      });
    }

    const refusedBy: Readonly<Record<string, string>> = {
      request:
        "(e, p, callback) => request.get('http://127.0.0.1:' + configuration.CLOSED, (err) => callback(err))",
      axios: "async () => require('axios').get('http://127.0.0.1:' + configuration.CLOSED)",
      fetch: "async () => fetch('http://127.0.0.1:' + configuration.CLOSED)",
      'fetch with a time limit':
        'async () => { await fetch(configuration.URL, { signal: AbortSignal.timeout(0) }); }',
      mysql:
        "(e, p, callback) => { const c = mysql.createConnection({ host: '127.0.0.1', port: Number(configuration.CLOSED) }); c.connect(); c.query('SELECT 1', (err) => callback(err)); }",
      'mysql, as templates call it':
        "(e, p, callback) => { const c = require('mysql@2.18.1')({ host: '127.0.0.1', port: configuration.CLOSED, acquireTimeout: 10 }); c.connect((err) => callback(err)); }",
      'mysql pool':
        "(e, p, callback) => mysql.createPool({ host: '127.0.0.1', port: configuration.CLOSED }).query('SELECT 1', (err) => callback(err))",
      mysql2:
        "(e, p, callback) => require('mysql2').createConnection({ host: '127.0.0.1', port: configuration.CLOSED }).query('SELECT 1', (err) => callback(err))",
      'mysql2/promise':
        "async () => { await require('mysql2/promise').createConnection({ host: '127.0.0.1', port: configuration.CLOSED }); }",
      pg: "(e, p, callback) => { const c = new pg.Client({ host: '127.0.0.1', port: configuration.CLOSED, user: 'u', password: 'p' }); c.connect((err) => callback(err)); }",
      'pg pool':
        "async () => { const { Pool } = require('pg'); await new Pool({ host: '127.0.0.1', port: configuration.CLOSED, user: 'u', password: 'p' }).query('SELECT 1'); }",
      ldapts:
        "async (e, password) => { const { Client } = require('ldapts'); await new Client({ url: 'ldap://127.0.0.1:' + configuration.CLOSED }).bind('cn=jane', password); }",
      'an error that nobody handles':
        "() => { require('net').connect(Number(configuration.CLOSED), '127.0.0.1'); }",
    };
    for (const [name, source] of Object.entries(refusedBy)) {
      it(`says unavailable when nobody listens: ${name}`, async () => {
        const answer = await ask(source, { configuration });
        assert.partialDeepStrictEqual(answer, { answer: 'unavailable', reason: 'connection-failed' });
      });
    }

    it('compares with bcrypt: $2a$, $2b$ and $2y$, by callback, promise and synchronously', async () => {
      const stored = '$2b$04$UYVcUnAFbKWkmWIuG7C3wuqGNnfROqfbwOHTAgZBAlzbqqmuCNz7y';
      const source = `async (email, password) => {
        const made = await bcrypt.hash(password, 4);
        const all = ['$2a$', '$2b$', '$2y$'].map((prefix) => made.replace('$2b$', prefix));
        const byCallback = await new Promise((resolve, reject) => require('bcrypt@0.8.5').compare(password, all[2], (err, same) => err ? reject(err) : resolve(same)));
        return { all: await Promise.all(all.map((one) => bcrypt.compare(password, one))), byCallback, sync: bcrypt.compareSync(password, all[2]), other: await bcrypt.compare('x', made), buffer: await bcrypt.compare(password, Buffer.from(made)), foreign: await require('bcryptjs').compare('x', '${stored}'), rounds: bcrypt.getRounds(made) };
      }`;
      const expected = { all: [true, true, true], byCallback: true, sync: true, other: false, buffer: true };
      assert.deepEqual(valueIn(await ask(source)), { ...expected, foreign: false, rounds: 4 });
    });

    it('never matches with bcrypt over 72 bytes, where any tail would (S20)', async () => {
      const source = `async () => {
        const made = await bcrypt.hash('ü'.repeat(36), 4);
        const fails = await bcrypt.hash('x'.repeat(73), 4).then(() => 'made', (error) => error.message);
        return { whole: await bcrypt.compare('ü'.repeat(36), made), longer: await bcrypt.compare('ü'.repeat(36) + 'x', made), sync: bcrypt.compareSync('ü'.repeat(37), made), fails };
      }`;
      const answer = await ask(source);
      const fails = 'bcrypt takes no password of more than 72 bytes.';
      assert.deepEqual(valueIn(answer), { whole: true, longer: false, sync: false, fails });
      assert.match(answer.logs[0]?.text ?? '', /more than 72 bytes does not match/);
    });

    it('verifies argon2 hashes that others made, and makes its own', async () => {
      const stored = await hash('correct horse', { memoryCost: 8_192, timeCost: 2, parallelism: 1 });
      const source = `async (email, password) => {
        const argon2 = require('argon2');
        const own = await argon2.hash(password, { memoryCost: 1024, timeCost: 2, parallelism: 1 });
        return { stored: await argon2.verify('${stored}', password), other: await argon2.verify('${stored}', 'x'), own: await argon2.verify(own, password), form: own.slice(0, 30), stale: argon2.needsRehash(own) };
      }`;
      const form = '$argon2id$v=19$m=1024,t=2,p=1$';
      assert.deepEqual(valueIn(await ask(source)), {
        stored: true,
        other: false,
        own: true,
        form,
        stale: true,
      });
      const greedy = stored.replace('m=8192', 'm=4000000');
      const answer = await ask(`async () => require('argon2').verify('${greedy}', 'x')`);
      assert.equal(faultCodeIn(answer), 'RangeError');
    });

    it('signs with jsonwebtoken and picks with lodash', async () => {
      const source =
        "async (email) => { const jwt = require('jsonwebtoken'); const claims = jwt.verify(jwt.sign({ email, a: 1 }, 'k'.repeat(32)), 'k'.repeat(32)); return require('lodash').pick(claims, ['email']); }";
      assert.deepEqual(valueIn(await ask(source)), { email: 'jane@example.com' });
    });

    it('blames an exception in a pooled connection on the call whose callback threw it', async () => {
      const source = `const http = require('http');
        const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
        function login(email, password, callback) {
          http.get(configuration.URL, { agent }, (response) => {
            response.resume().on('end', () => { if (email === 'bad@example.com') throw new RangeError('mine'); callback(null, { id: 1 }); });
          });
        }`;
      const emails = ['a@example.com', 'bad@example.com', 'b@example.com'];
      const answers = await Promise.all(
        emails.map((email) => ask(source, { connection: 'pooled', email, configuration })),
      );
      assert.deepEqual(
        answers.map(({ answer }) => answer),
        ['value', 'fault', 'value'],
      );
    });
  });
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
