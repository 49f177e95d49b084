import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, describe, it, test } from 'node:test';
import { type LegacyShop, startLegacyShop } from './legacy-shop.ts';
import { hashShopPassword } from './user-table.ts';

const jane = {
  user_id: 1001,
  email: 'jane@example.com',
  nickname: 'jane',
  name: 'Jane Miller',
  created_at: '2009-03-14',
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly challenge: string | null;
}

async function ask(url: string, username: string, password: string, init: RequestInit = {}): Promise<Answer> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const response = await fetch(url, { ...init, headers: { authorization } });
  return {
    status: response.status,
    body: await response.json(),
    challenge: response.headers.get('www-authenticate'),
  };
}

async function nextLine(lines: AsyncIterator<string, undefined>): Promise<string> {
  const { value } = await lines.next();
  return value ?? assert.fail('the process has ended its output');
}

describe('the legacy shop', () => {
  let shop: LegacyShop;
  before(async () => {
    shop = await startLegacyShop();
  });
  after(() => shop.stop());

  const asApi = (path: string, init?: RequestInit): Promise<Answer> =>
    ask(shop.url + path, shop.api.username, shop.api.password, init);

  it('logs a user in by Basic authentication, and never shows the hash', async () => {
    const answer = await ask(`${shop.url}/login`, 'Jane@Example.com', 'correct horse');
    assert.deepEqual(answer, { status: 200, body: jane, challenge: null });
  });

  it('knows colons and letters beyond ASCII', async () => {
    const answer = await ask(`${shop.url}/login`, 'lars@example.se', 'blåbär');
    assert.equal(answer.status, 200);
  });

  it('answers 401 to a wrong password, an unknown user, and nothing at all', async () => {
    const wrong = await ask(`${shop.url}/login`, jane.email, 'wrong');
    const unknown = await ask(`${shop.url}/login`, 'nobody@example.com', 'correct horse');
    assert.deepEqual(wrong, {
      status: 401,
      body: { error: 'unauthorized' },
      challenge: 'Basic realm="shop"',
    });
    assert.deepEqual(unknown, wrong);
    assert.equal((await fetch(`${shop.url}/login`)).status, 401);
  });

  it('finds a user for another system, which must know the API password', async () => {
    assert.deepEqual((await asApi('/users?email=jane%40example.com')).body, jane);
    assert.equal((await asApi('/users?email=nobody%40example.com')).status, 404);
    assert.equal((await asApi('/users')).status, 404);
    assert.equal(
      (await ask(`${shop.url}/users?email=jane%40example.com`, jane.email, 'correct horse')).status,
      401,
    );
  });

  it('can be written to', async () => {
    const body = JSON.stringify({ nickname: 'sammy', email: 'sammy@example.com' });
    assert.equal((await asApi('/users/1011', { method: 'PUT', body })).status, 200);
    const answer = await ask(`${shop.url}/login`, 'sammy@example.com', 'plus: sign & more');
    assert.equal(answer.status, 200);
  });

  it('refuses a change that makes no sense', async () => {
    const put = async (path: string, body: string): Promise<number> =>
      (await asApi(path, { method: 'PUT', body })).status;
    assert.equal(await put('/users/1002', '{"email":"jane@example.com"}'), 409);
    assert.equal(await put('/users/1002', '{"password_sha1":"x"}'), 400);
    assert.equal(await put('/users/1002', '{"name":7}'), 400);
    assert.equal(await put('/users/1002', '{"name":'), 400);
    assert.equal(await put('/users/1002', JSON.stringify({ name: 'x'.repeat(20_000) })), 400);
    assert.equal(await put('/users/77', '{"name":"x"}'), 404);
    assert.equal((await ask(`${shop.url}/users/1002`, 'x', 'y', { method: 'PUT', body: '{}' })).status, 401);
    assert.equal((await asApi('/orders')).status, 404);
  });

  it('notes every request, and no password', async () => {
    const seen = shop.requests().length;
    await ask(`${shop.url}/login`, jane.email, 'correct horse');
    await ask(`${shop.url}/login`, jane.email, 'a wrong password');
    await asApi('/users?email=jane%40example.com');
    const requests = shop.requests().slice(seen);
    assert.deepEqual(
      requests.map(({ method, path, username, status }) => [method, path, username, status]),
      [
        ['GET', '/login', jane.email, 200],
        ['GET', '/login', jane.email, 401],
        ['GET', '/users?email=jane%40example.com', shop.api.username, 200],
      ],
    );
    const text = JSON.stringify(requests);
    for (const secret of ['correct horse', 'a wrong password', shop.api.password])
      assert.ok(!text.includes(secret));
  });
});

test('the shop takes other users', async () => {
  const user = { ...jane, user_id: 7, email: 'only@example.com', password_sha1: hashShopPassword('only') };
  const shop = await startLegacyShop({ users: [user] });
  try {
    assert.equal((await ask(`${shop.url}/login`, 'only@example.com', 'only')).status, 200);
    assert.equal((await ask(`${shop.url}/login`, jane.email, 'correct horse')).status, 401);
  } finally {
    await shop.stop();
  }
});

test('a stopped shop is gone, and may be stopped twice', async () => {
  const shop = await startLegacyShop();
  await ask(`${shop.url}/login`, jane.email, 'correct horse');
  await shop.stop();
  await shop.stop();
  await assert.rejects(
    fetch(`${shop.url}/login`),
    (error) => error instanceof Error && /ECONNREFUSED/.test(String(error.cause)),
  );
});

test('as a process it prints one JSON object a line, and ends on SIGTERM', async () => {
  const main = new URL('main.ts', import.meta.url).pathname;
  const process_ = spawn(process.execPath, [main, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(process_.stdout)[Symbol.asyncIterator]();
  const listening: unknown = JSON.parse(await nextLine(lines));
  assert.ok(typeof listening === 'object' && listening !== null && 'url' in listening);
  await ask(`${listening.url}/login`, jane.email, 'a wrong password');
  const line = await nextLine(lines);
  assert.match(line, /"event":"request".*"path":"\/login","username":"jane@example.com","status":401/);
  assert.doesNotMatch(line, /a wrong password/);
  process_.kill('SIGTERM');
  assert.deepEqual(await once(process_, 'exit'), [0, null]);
});
