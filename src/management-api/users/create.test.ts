import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, type RequestRow } from '../api-fixture.contract.ts';
import { ada, openShop } from '../shop-fixture.contract.ts';

describe('POST /users', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openShop();
  });
  after(() => api.close());

  const rows: readonly RequestRow[] = [
    {
      name: 'created with an id that comes from Auth0',
      method: 'POST',
      path: '/users',
      body: {
        ...ada,
        email: 'Bea@x.example',
        user_id: 'auth0|43',
        user_metadata: { a: 1 },
        app_metadata: { b: [2] },
      },
      status: 201,
      contains: [
        '"user_id":"auth0|43"',
        '"email":"Bea@x.example"',
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
  ];
  for (const row of rows) test(row.name, async () => void (await checkRow(api, row)));

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

  test('no password is in any log line or event', async () => {
    const { events } = await api.accounts.events.list({
      offset: 0,
      limit: 1000,
      direction: 'asc',
      withTotal: false,
    });
    assert.ok(!JSON.stringify(events).includes('Pa55word'));
    assert.ok(!api.logLines.join('').includes('Pa55word'));
    assert.ok(api.logLines.length > 10);
  });
});
