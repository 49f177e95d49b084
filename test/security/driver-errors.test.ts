import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { skipUnless, startPostgres, type TestPostgres } from '../kit/services/index.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { createStatementGate } from '../kit/statement-gate.ts';
import { stores } from '../kit/stores.ts';

/** What a script does with the password; whatever comes of it, `stop` searches everything that was said for it. */
const careless: Readonly<Record<string, string>> = {
  'as the message of an error': 'callback(new Error("no such password: " + password))',
  'in hexadecimal': 'callback(new Error(Buffer.from(password).toString("hex")))',
  'in Basic authentication':
    'callback(new Error("Basic " + Buffer.from(email + ":" + password).toString("base64")))',
  'in a URL': 'callback(new Error("GET /login?p=" + encodeURIComponent(password)))',
  'in JSON': 'callback(new Error(JSON.stringify({ body: { password } })))',
  'as the code of an error': 'callback(Object.assign(new Error("no"), { code: password }))',
  'as the name of an error': 'callback(Object.assign(new Error("no"), { name: password }))',
  'as SQL on an error, as mysql has it':
    'callback(Object.assign(new Error("ER_PARSE_ERROR"), { sql: "SELECT " + password, sqlMessage: password }))',
  'as parameters on an error, as knex has it':
    'callback(Object.assign(new Error("no"), { bindings: [password], query: { values: [password] } }))',
  'as the cause of an error': 'callback(new Error("outer", { cause: new Error(password) }))',
  'in a throw': 'throw new TypeError(password + " is not a function")',
  'in a rejection': 'Promise.reject(new Error(password))',
  'as a text that is no error': 'callback(password)',
  'in an outage': 'callback(Object.assign(new Error("connect as " + password), { code: "ECONNREFUSED" }))',
  'on the console': 'console.log(password, { password }, [password]); callback(new Error("no"))',
  'in a refusal': 'callback(new WrongUsernameOrPasswordError(password, password))',
  'as the user_id': 'callback(null, { user_id: { password }, email })',
};

/** As careless ORMs do: the whole row, and what was typed. */
const copied = `callback(null, {
  user_id: email, email, nickname: password, password: password, passwordHash: configuration.HASH,
  user_metadata: { note: password, salt: configuration.HASH, deep: [{ pwd: password }, password] },
  app_metadata: { api_key: configuration.HASH, plan: 'free' }
})`;

for (const store of stores) {
  describe(`S15: what is kept of an error, ${store.name}`, store.options, () => {
    const gate = createStatementGate();
    let segue: Segue;
    before(async () => {
      segue = await startSegue(store, { seams: { aroundStatement: gate.aroundStatement } });
    });
    after(() => segue.stop());
    let connections = 0;
    const connect = (statement: string, configuration = {}): Promise<LegacyConnection> => {
      connections += 1;
      const login = `function login(email, password, callback) { ${statement}; }`;
      return createLegacyConnection(segue, { name: `careless-${connections}`, login, configuration });
    };

    for (const [name, statement] of Object.entries(careless)) {
      test(`no password ${name}`, async () => {
        const connection = await connect(statement);
        const answer = await connection.logIn('user@example.com', segue.canaries.plant('password'));
        assert.notEqual(answer.status, 200, answer.text);
        const event = (await segue.logs()).findLast(({ connection_id }) => connection_id === connection.id);
        assert.equal(event.user_name, 'user@example.com');
      });
    }

    test('no configuration in an error', async () => {
      const secret = segue.canaries.plant('secret');
      const connection = await connect(
        'callback(new Error("mysql://root:" + configuration.DB_PASSWORD + "@db/" + JSON.stringify(configuration)))',
        { DB_PASSWORD: secret },
      );
      assert.equal((await connection.logIn('user@example.com', 'any')).status, 400);
      assert.match(
        (await segue.logs()).at(-1).description,
        /mysql:\/\/root:\[configuration\.DB_PASSWORD\]@db/,
      );
    });

    test('no credentials in the profile, under any name, and nothing equal to the password', async () => {
      const hash = segue.canaries.plant('hash');
      const connection = await connect(copied, { HASH: hash });
      const answer = await connection.logIn('user@example.com', segue.canaries.plant('password'));
      assert.equal(answer.status, 200, answer.text);
      const user = await connection.user('user@example.com');
      assert.deepEqual(user.user_metadata, { deep: [{}, null] });
      assert.deepEqual(user.app_metadata, { plan: 'free' });
      assert.equal(user.nickname, undefined);
    });

    test('no password typed where the identifier belongs', async () => {
      const connection = await connect('callback()');
      const typed = segue.canaries.plant('password');
      assert.equal((await connection.logIn(typed, 'any')).status, 403);
      assert.match((await segue.logs()).at(-1).user_name, /^digest:[\w-]{43}$/);
    });

    test('no values of our own statements, when one fails', async () => {
      const connection = await connect('callback(null, { user_id: email, email })');
      const leaked = segue.canaries.plant('password');
      const error = Object.assign(new Error(`duplicate key: Key (hash)=(${leaked}) already exists`), {
        detail: leaked,
        parameters: [leaked],
        code: '23505',
      });
      gate.fail(/^insert into "users"/, error);
      const answer = await connection.logIn('another@example.com', leaked);
      assert.deepEqual([answer.status, answer.body.error], [500, 'server_error']);
      const line = segue.logLines.find((each) => each.includes('a request failed unexpectedly'));
      assert.match(line ?? '', /"code":"23505"/);
    });
  });

  describe(`S15: what PostgreSQL's driver says, ${store.name}`, skipUnless('postgres'), () => {
    let postgres: TestPostgres;
    let segue: Segue;
    before(async () => {
      postgres = await startPostgres();
      const environment = { SEGUE_SCRIPT_EGRESS_EXEMPT: new URL(postgres.url).host };
      segue = await startSegue(store, { environment });
    });
    after(async () => {
      await segue.stop();
      await postgres.stop();
    });

    test('a value in its message is taken out, and the statement is not told', async () => {
      const url = await postgres.newDatabase('CREATE TABLE users (id int, email text, hash text);');
      segue.canaries.watch('database password', new URL(url).password || segue.canaries.plant('unused'));
      const connection = await createLegacyConnection(segue, {
        login: `async (email, password) => {
          const { Client } = require('pg');
          const client = new Client({ connectionString: configuration.DATABASE_URL });
          await client.connect();
          try {
            return (await client.query("SELECT '" + password + "'::int, hash FROM users")).rows[0];
          } finally {
            await client.end();
          }
        }`,
        configuration: { DATABASE_URL: url },
      });
      const answer = await connection.logIn('user@example.com', segue.canaries.plant('password'));
      assert.deepEqual([answer.status, answer.body.error], [400, 'extensibility_error']);
      const { description } = (await segue.logs()).at(-1);
      assert.match(description, /22P02: invalid input syntax for type integer: "\[password\]"/);
      assert.doesNotMatch(description, /SELECT/);
    });
  });
}
