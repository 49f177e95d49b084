import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readActionScripts } from '../../examples/legacy-shop/action-scripts.ts';
import { startLegacyShop } from '../../examples/legacy-shop/legacy-shop.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

/** Login scripts in the forms that operators write; each knows Ada by the password `right` and nobody else. */
const forms: Readonly<Record<string, string>> = {
  anonymous: `function (email, password, callback) {
    if (password !== 'right') return callback();
    callback(null, { user_id: 'ada', email: email });
  }`,
  named: `function login(email, password, callback) {
    callback(null, password === 'right' ? { user_id: 'ada', email: email } : null);
  }`,
  async: `async function login(email, password, callback) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return password === 'right' ? callback(null, { user_id: 'ada', email }) : callback(null);
  }`,
  'async, which returns the profile': `async (email, password) => {
    if (password === 'right') return { user_id: 'ada', email };
  }`,
  arrow: `(email, password, callback) => {
    callback(null, password === 'right' && { user_id: 'ada', email });
  }`,
  'trailing semicolon': `function (email, password, callback) {
    password === 'right' ? callback(null, { user_id: 'ada', email }) : callback();
  };`,
  'helpers, constants and comments around': `/* Written for the old shop. */
  const crypto = require('crypto');
  const salt = 'pepper'; // the same for everybody
  const known = { 'ada@example.com': digest('right') };
  function digest(password) {
    return crypto.createHash('sha1').update(salt + password).digest('hex');
  }
  function login(email, password, callback) {
    if (known[email] !== digest(password)) return callback();
    callback(null, profileOf(email));
  }
  const profileOf = (email) => ({ user_id: 'ada', email }); // end`,
  'a context before the callback': `function login(email, password, context, callback) {
    if (password !== 'right' || typeof context !== 'object') return callback();
    callback(null, { user_id: 'ada', email: email });
  }`,
};

/** What the script says of Ada beside her email, and what the Management API shows of her then. */
const profiles: readonly (readonly [
  name: string,
  profile: string,
  user: Readonly<Record<string, unknown>>,
])[] = [
  ['user_id as a number', '{ user_id: 41 }', { user_id: 'auth0|41' }],
  ['user_id zero', '{ user_id: 0 }', { user_id: 'auth0|0' }],
  ['a bigint, every digit', '{ user_id: 9007199254740993n }', { user_id: 'auth0|9007199254740993' }],
  [
    'the largest bigint of a database',
    '{ user_id: 18446744073709551615n }',
    { user_id: 'auth0|18446744073709551615' },
  ],
  ['id in place of user_id', "{ id: 'grace' }", { user_id: 'auth0|grace' }],
  [
    'an id that was one in Auth0',
    "{ user_id: 'auth0|5f7c8ec7c33c6c004bbafe82' }",
    {
      user_id: 'auth0|5f7c8ec7c33c6c004bbafe82',
    },
  ],
  [
    'metadata in place of app_metadata',
    "{ user_id: 'ada-1', metadata: { plan: 'gold' } }",
    {
      app_metadata: { plan: 'gold' },
    },
  ],
  [
    'the newer app_metadata over metadata',
    "{ user_id: 'ada-2', metadata: { plan: 'gold', seats: 3 }, app_metadata: { plan: 'free' } }",
    { app_metadata: { plan: 'free', seats: 3 } },
  ],
  [
    'all that a profile may hold',
    `{ user_id: 'ada-3', nickname: 'ada', name: 'Ada Lovelace', given_name: 'Ada', family_name: 'Lovelace',
         picture: 'https://example.com/ada.png', phone_number: '+441234', email_verified: 1, blocked: 0,
         created_at: new Date(0), user_metadata: { colour: 'blue' }, app_metadata: { roles: ['admin'] } }`,
    {
      nickname: 'ada',
      name: 'Ada Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
      picture: 'https://example.com/ada.png',
      phone_number: '+441234',
      email_verified: true,
      blocked: false,
      created_at: '1970-01-01T00:00:00.000Z',
      user_metadata: { colour: 'blue' },
      app_metadata: { roles: ['admin'] },
    },
  ],
];

const ada = 'ada@example.com';

for (const store of stores) {
  describe(`action scripts as operators write them, ${store.name}`, store.options, () => {
    let segue: Segue;
    let connections = 0;
    before(async () => {
      segue = await startSegue(store);
    });
    after(() => segue.stop());

    const connectionOver = (login: string, options = {}): ReturnType<typeof createLegacyConnection> => {
      connections += 1;
      return createLegacyConnection(segue, { name: `form-${connections}`, login, options });
    };
    // Every form knows the same user: a prefix keeps them apart, for ids are unique in the tenant.
    const prefixed = (): object => ({ segue: { legacy_id_prefix: `c${connections}-` } });

    for (const [form, login] of Object.entries(forms)) {
      test(`the form: ${form}`, async () => {
        const connection = await connectionOver(login, prefixed());
        assert.equal((await connection.logIn(ada, 'wrong')).status, 403);
        const answer = await connection.logIn(ada, 'right');
        assert.equal(answer.status, 200, answer.text);
        assert.match((await connection.user(ada)).user_id, /^auth0\|c\d+-ada$/);
      });
    }

    for (const [name, profile, expected] of profiles) {
      test(`the profile: ${name}`, async () => {
        const login = `(email, password, callback) => callback(null, { email, ...${profile} })`;
        const connection = await connectionOver(login);
        const answer = await connection.logIn(ada, 'right');
        assert.equal(answer.status, 200, answer.text);
        assert.partialDeepStrictEqual(await connection.user(ada), expected);
      });
    }

    test('a number that has lost digits is a fault of the script, not a wrong password', async () => {
      const connection = await connectionOver(
        '(email, password, callback) => callback(null, { user_id: 9007199254740993, email })',
      );
      const answer = await connection.logIn(ada, 'right');
      assert.deepEqual([answer.status, answer.body.error], [400, 'extensibility_error']);
      const [fault] = (await segue.logs()).filter(({ connection_id }) => connection_id === connection.id);
      assert.match(fault.description, /user_id is a number beyond 2\^53 or not whole: return it as a string/);
    });

    test('a call keeps the scripts that it began with; the next login has the newest', async () => {
      const slow = (version: string): string =>
        `(email, password, callback) => setTimeout(callback, password === 'slow' ? 400 : 0, null,
          { user_id: email, email, nickname: '${version}' })`;
      const connection = await connectionOver(slow('old'));
      assert.equal((await connection.logIn('first@example.com', 'quick')).status, 200);
      const inFlight = connection.logIn('second@example.com', 'slow');
      const { customScripts } = (await segue.manage('GET', `connections/${connection.id}`)).body.options;
      await connection.change({ customScripts: { ...customScripts, login: slow('new') } });
      assert.equal((await connection.logIn('third@example.com', 'quick')).status, 200);
      assert.equal((await inFlight).status, 200);
      const nicknames = ['first', 'second', 'third'].map(
        async (name) => (await connection.user(`${name}@example.com`)).nickname,
      );
      assert.deepEqual(await Promise.all(nicknames), ['old', 'old', 'new']);
    });

    test('the scripts of the specification, as they stand', async (t) => {
      const shop = await startLegacyShop();
      t.after(() => shop.stop());
      const connection = await createLegacyConnection(segue, {
        name: 'shop',
        ...(await readActionScripts()),
        configuration: {
          SHOP_URL: shop.url,
          SHOP_API_USER: shop.api.username,
          SHOP_API_PASSWORD: shop.api.password,
        },
      });
      assert.equal((await connection.logIn('jane@example.com', 'incorrect horse')).status, 403);
      assert.equal((await connection.logIn('jane@example.com', 'correct horse')).status, 200);
      assert.partialDeepStrictEqual(await connection.user('jane@example.com'), {
        user_id: 'auth0|1001',
        nickname: 'jane',
      });
    });
  });
}
