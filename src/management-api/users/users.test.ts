import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, openApi, type RequestRow } from '../api-fixture.contract.ts';

describe('users', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openApi();
    await api.call('POST', '/connections', { body: { name: 'local', strategy: 'auth0' } });
    await api.call('POST', '/connections', {
      body: { name: 'named', strategy: 'auth0', options: { requires_username: true } },
    });
    const script = 'function f(a, b) {}';
    await api.call('POST', '/connections', {
      body: {
        name: 'shop',
        strategy: 'auth0',
        options: {
          import_mode: true,
          enabledDatabaseCustomization: true,
          customScripts: { login: script, get_user: script },
        },
      },
    });
    api.legacy.put({ password: 'x', profile: { id: '7', email: 'old@shop.example' } });
    await api.call('POST', '/users', {
      body: { connection: 'local', email: 'here@x.example', password: 'Pa55word-canary' },
    });
  });
  after(() => api.close());

  const ada = { connection: 'local', email: 'Ada@x.example', password: 'Pa55word-canary' };
  const rows: readonly RequestRow[] = [
    {
      name: 'created with an id that comes from Auth0',
      method: 'POST',
      path: '/users',
      body: { ...ada, user_id: 'auth0|42', user_metadata: { a: 1 }, app_metadata: { b: [2] } },
      status: 201,
      contains: [
        '"user_id":"auth0|42"',
        '"email":"Ada@x.example"',
        '"connection":"local"',
        '"isSocial":false',
      ],
      lacks: ['Pa55word', 'today:'],
    },
    {
      name: 'the same email in other case',
      method: 'POST',
      path: '/users',
      body: { ...ada, email: 'ADA@x.example' },
      status: 409,
      contains: ['"message":"The user already exists."', '"errorCode":"auth0_idp_error"'],
    },
    {
      name: 'the same id without its prefix',
      method: 'POST',
      path: '/users',
      body: { ...ada, email: 'b@x.example', user_id: '42' },
      status: 409,
    },
    {
      name: 'no such connection',
      method: 'POST',
      path: '/users',
      body: { ...ada, connection: 'nowhere' },
      status: 400,
      contains: ['"message":"The connection does not exist."', 'inexistent_connection'],
    },
    {
      name: 'no email',
      method: 'POST',
      path: '/users',
      body: { connection: 'local', password: 'x' },
      status: 400,
      contains: ['The email is required'],
    },
    {
      name: "a loose email is somebody's",
      method: 'POST',
      path: '/users',
      body: { ...ada, email: 'a@localhost' },
      status: 201,
    },
    {
      name: 'not an email',
      method: 'POST',
      path: '/users',
      body: { ...ada, email: 'nobody' },
      status: 400,
      contains: ['not an email'],
    },
    {
      name: 'no password',
      method: 'POST',
      path: '/users',
      body: { connection: 'local', email: 'c@x.example' },
      status: 400,
      contains: ["Payload validation error: 'Missing required property: password'."],
      lacks: ['undefined'],
    },
    {
      name: 'a password of another type is not read as text',
      method: 'POST',
      path: '/users',
      body: { ...ada, email: 'c@x.example', password: null },
      status: 400,
      contains: ["'Expected type string but found type null' on property password"],
    },
    {
      name: 'a password over 1,024 bytes',
      method: 'POST',
      path: '/users',
      body: { ...ada, email: 'c@x.example', password: 'ü'.repeat(600) },
      status: 400,
      contains: ['1,024 bytes'],
    },
    {
      name: 'a password with NUL',
      method: 'POST',
      path: '/users',
      body: { ...ada, email: 'c@x.example', password: 'a\0b' },
      status: 400,
      contains: ['NUL'],
    },
    {
      name: 'a username where none is asked for',
      method: 'POST',
      path: '/users',
      body: { ...ada, email: 'c@x.example', username: 'c' },
      status: 400,
      contains: ['requires_username'],
    },
    {
      name: 'a username alone',
      method: 'POST',
      path: '/users',
      body: { connection: 'named', username: 'Grace', password: 'x' },
      status: 201,
      contains: ['"username":"Grace"'],
    },
    {
      name: 'a username with @',
      method: 'POST',
      path: '/users',
      body: { connection: 'named', username: 'gr@ce', password: 'x' },
      status: 400,
    },
    {
      name: "a username that is another's email",
      method: 'POST',
      path: '/users',
      body: { connection: 'named', username: 'grace', password: 'x' },
      status: 409,
    },
    {
      name: 'an unknown property',
      method: 'POST',
      path: '/users',
      body: { ...ada, admin: true },
      status: 400,
      contains: ["'Additional properties not allowed: admin'"],
    },
    {
      name: 'somebody of the legacy system (F10)',
      method: 'POST',
      path: '/users',
      body: { connection: 'shop', email: 'old@shop.example', password: 'x' },
      status: 409,
    },
    {
      name: 'nobody of the legacy system',
      method: 'POST',
      path: '/users',
      body: { connection: 'shop', email: 'new@shop.example', password: 'x' },
      status: 201,
    },
    {
      name: 'read',
      method: 'GET',
      path: '/users/auth0%7C42',
      status: 200,
      contains: [
        '"user_metadata":{"a":1}',
        '"app_metadata":{"b":[2]}',
        '"logins_count":0',
        '"name":"Ada@x.example"',
        '"nickname":"Ada"',
        '"origin":"created"',
      ],
      lacks: ['last_login', 'today:', 'Pa55word'],
    },
    {
      name: 'two of its fields',
      method: 'GET',
      path: '/users/auth0%7C42?fields=email,name&include_fields=true',
      status: 200,
      contains: ['email'],
      lacks: ['user_id'],
    },
    {
      name: 'all but one field',
      method: 'GET',
      path: '/users/auth0%7C42?fields=email&include_fields=false',
      status: 200,
      contains: ['user_id'],
      lacks: ['"email"'],
    },
    {
      name: 'read nobody',
      method: 'GET',
      path: '/users/auth0%7Cnobody',
      status: 404,
      contains: ['"message":"The user does not exist."', '"errorCode":"inexistent_user"'],
    },
    {
      name: 'metadata is merged at the first level',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { user_metadata: { c: { d: 1 } }, app_metadata: { b: null } },
      status: 200,
      contains: ['"user_metadata":{"a":1,"c":{"d":1}}', '"app_metadata":{}'],
    },
    {
      name: 'an empty patch clears metadata',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { user_metadata: {} },
      status: 200,
      contains: ['"user_metadata":{}'],
    },
    {
      name: 'null takes a value away',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { name: null, given_name: 'Ada' },
      status: 200,
      contains: ['"given_name":"Ada"'],
      lacks: ['"name"'],
    },
    {
      name: 'the email is not changed here',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { email: 'z@x.example' },
      status: 400,
      contains: ['Changing email'],
    },
    {
      name: 'nor the password',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { password: 'Pa55word-canary', connection: 'local' },
      status: 400,
      contains: ['Changing password, connection'],
      lacks: ['canary'],
    },
    {
      name: 'patch nobody',
      method: 'PATCH',
      path: '/users/auth0%7Cnobody',
      body: { name: 'x' },
      status: 404,
    },
    {
      name: 'metadata too large',
      method: 'PATCH',
      path: '/users/auth0%7C42',
      body: { user_metadata: { a: 'x'.repeat(70_000) } },
      status: 400,
      contains: ['too large'],
    },
    {
      name: 'found by email, in any case',
      method: 'GET',
      path: '/users-by-email?email=ADA%40X.example',
      status: 200,
      contains: ['auth0|42'],
    },
    {
      name: "found by nobody's email",
      method: 'GET',
      path: '/users-by-email?email=no%40x.example',
      status: 200,
      contains: ['[]'],
    },
    {
      name: 'searched by email',
      method: 'GET',
      path: `/users?q=${encodeURIComponent('email:"ada@x.example"')}`,
      status: 200,
      contains: ['auth0|42'],
      lacks: ['here@x.example'],
    },
    {
      name: 'searched by username',
      method: 'GET',
      path: '/users?q=username:grace&include_totals=true',
      status: 200,
      contains: ['"total":1', 'Grace'],
    },
    {
      name: 'searched by user_id',
      method: 'GET',
      path: `/users?q=${encodeURIComponent('user_id:"auth0|42"')}&search_engine=v3`,
      status: 200,
      contains: ['auth0|42'],
    },
    {
      name: 'a search beyond this version',
      method: 'GET',
      path: '/users?q=name:a*',
      status: 400,
      contains: ['one exact term', 'invalid_query_string'],
    },
    {
      name: 'users of one connection',
      method: 'GET',
      path: '/users?connection=named',
      status: 200,
      contains: ['Grace'],
      lacks: ['auth0|42'],
    },
    {
      name: 'users of no connection',
      method: 'GET',
      path: '/users?connection=nowhere&include_totals=true',
      status: 200,
      contains: ['"total":0'],
    },
    {
      name: 'a page past the end',
      method: 'GET',
      path: '/users?page=9&per_page=50&include_totals=true',
      status: 200,
      contains: ['"users":[]', '"start":450', '"limit":50'],
    },
    {
      name: 'too large a page',
      method: 'GET',
      path: '/users?per_page=101',
      status: 400,
      contains: ["Query validation error: 'Value is greater than maximum 100' on property per_page"],
    },
    {
      name: 'a page that is no number',
      method: 'GET',
      path: '/users?page=x',
      status: 400,
      contains: ["'Expected type integer but found type string' on property page"],
    },
    { name: 'sorted', method: 'GET', path: '/users?sort=email:-1&per_page=1', status: 200 },
    { name: 'sorted by what is not sortable', method: 'GET', path: '/users?sort=password:1', status: 400 },
  ];
  for (const row of rows) test(row.name, async () => void (await checkRow(api, row)));

  test('checkpoints lead through all users, each once', async () => {
    const seen: string[] = [];
    for (let from = ''; ; ) {
      const { body } = await api.call('GET', `/users?take=2&include_totals=true${from}`);
      seen.push(...body.users.map((user: { user_id: string }) => user.user_id));
      assert.equal(body.total, undefined);
      if (body.next === undefined) break;
      from = `&from=${encodeURIComponent(body.next)}`;
    }
    const { body } = await api.call('GET', '/users?include_totals=true');
    assert.equal(seen.length, body.total);
    assert.equal(new Set(seen).size, seen.length);
  });

  test('blocking ends sessions and raises the credential version; a patch of the same is no write', async () => {
    await api.accounts.addSession('auth0|42');
    const versions = async (): Promise<number | undefined> =>
      (await api.accounts.users.find('auth0|42'))?.credentialVersion;
    const before = await versions();
    await api.call('PATCH', '/users/auth0%7C42', { body: { blocked: true } });
    assert.equal(await api.accounts.countSessions('auth0|42'), 0);
    assert.equal(await versions(), (before ?? 0) + 1);
    api.clock.advance(1000);
    const { body } = await api.call('PATCH', '/users/auth0%7C42', { body: { blocked: true } });
    assert.equal(await versions(), (before ?? 0) + 1);
    assert.notEqual(body.updated_at, new Date(api.clock.now()).toISOString());
  });

  test('an outage of the legacy system creates nobody and says when to come back', async () => {
    api.legacy.answerWith({ answer: 'unavailable', reason: 'ECONNREFUSED', retryAfterSeconds: 5 });
    const answer = await checkRow(api, {
      name: 'outage',
      method: 'POST',
      path: '/users',
      body: { connection: 'shop', email: 'late@shop.example', password: 'x' },
      status: 503,
    });
    assert.equal(answer.headers['retry-after'], '5');
    api.legacy.answerWith({ answer: 'fault', script: 'get_user', reason: 'TypeError' });
    await checkRow(api, {
      name: 'fault',
      method: 'POST',
      path: '/users',
      body: { connection: 'shop', email: 'late@shop.example', password: 'x' },
      status: 400,
      contains: ['extensibility_error'],
      lacks: ['TypeError'],
    });
    api.legacy.answerWith(undefined);
    const { body } = await api.call('GET', '/users-by-email?email=late%40shop.example');
    assert.deepEqual(body, []);
    const { events } = await api.accounts.events.list({
      kinds: ['legacy-unavailable', 'script-fault'],
      offset: 0,
      limit: 9,
      direction: 'asc',
      withTotal: false,
    });
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['legacy-unavailable', 'script-fault'],
    );
  });

  test('deleting leaves a tombstone, ends sessions, keeps the id; lifting takes it away', async () => {
    await api.accounts.addSession('auth0|42');
    await checkRow(api, { name: 'delete', method: 'DELETE', path: '/users/auth0%7C42', status: 204 });
    await checkRow(api, { name: 'again', method: 'DELETE', path: '/users/auth0%7C42', status: 204 });
    assert.equal(await api.accounts.countSessions('auth0|42'), 0);
    await checkRow(api, { name: 'gone', method: 'GET', path: '/users/auth0%7C42', status: 404 });
    await checkRow(api, {
      name: 'its id is never given again',
      method: 'POST',
      path: '/users',
      body: { ...ada, user_id: '42' },
      status: 409,
    });
    const { body } = await api.call('GET', '/segue/tombstones?include_totals=true');
    assert.equal(body.total, 1);
    const [tombstone] = body.tombstones;
    assert.equal(tombstone.user_id, 'auth0|42');
    await checkRow(api, {
      name: 'lift',
      method: 'DELETE',
      path: `/segue/tombstones/${tombstone.id}`,
      status: 204,
    });
    await checkRow(api, {
      name: 'lift again',
      method: 'DELETE',
      path: `/segue/tombstones/${tombstone.id}`,
      status: 404,
      contains: ['inexistent_tombstone'],
    });
    const { body: logs } = await api.call('GET', '/users/auth0%7C42/logs?include_totals=true&sort=date:1');
    assert.deepEqual(
      logs.logs.map((log: { details: { kind: string } }) => log.details.kind),
      [
        'user-created',
        'user-updated',
        'user-updated',
        'user-updated',
        'user-updated',
        'user-deleted',
        'tombstone-lifted',
      ],
    );
  });

  test('no password is in any log line or event', async () => {
    const { events } = await api.accounts.events.list({
      offset: 0,
      limit: 1000,
      direction: 'asc',
      withTotal: false,
    });
    assert.ok(!JSON.stringify(events).includes('Pa55word'));
    assert.ok(!api.logLines.join('').includes('Pa55word'));
    assert.ok(api.logLines.length > 50);
  });
});
