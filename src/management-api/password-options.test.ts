import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiAnswer, type ApiUnderTest, assertErrorForm, openApi } from './api-fixture.contract.ts';

describe('a connection’s options about passwords', () => {
  let api: ApiUnderTest;
  let count = 0;
  before(async () => {
    api = await openApi();
  });
  after(() => api.close());

  async function create(options?: object): Promise<ApiAnswer> {
    count += 1;
    const body = { name: `shop-${count}`, strategy: 'auth0', ...(options === undefined ? {} : { options }) };
    return api.call('POST', '/connections', { body });
  }

  async function rulesOf(id: string): Promise<unknown> {
    return (await api.accounts.connections.find(id))?.options.passwordRules;
  }

  const everything = {
    passwordPolicy: 'excellent',
    password_complexity_options: { min_length: 14 },
    password_history: { enable: true, size: 24 },
    password_dictionary: { enable: true, dictionary: ['Acme', 'x'.repeat(50)] },
    password_no_personal_info: { enable: true },
  };

  test('are read as rules', async () => {
    const { body } = await create(everything);
    assert.deepEqual(await rulesOf(body.id), {
      level: 'excellent',
      minLength: 14,
      dictionary: { enabled: true, words: ['Acme', 'x'.repeat(50)] },
      noPersonalInfo: true,
      history: 24,
    });
  });

  const asSent: readonly [what: string, options: object][] = [
    ['all of them', everything],
    [
      'all of them null',
      {
        passwordPolicy: null,
        password_complexity_options: null,
        password_history: null,
        password_dictionary: null,
        password_no_personal_info: null,
      },
    ],
    [
      'what is off, with what it had',
      {
        passwordPolicy: 'none',
        password_complexity_options: {},
        password_history: { enable: false, size: 5 },
        password_dictionary: { enable: false, dictionary: ['Acme'] },
        password_no_personal_info: { enable: false },
      },
    ],
    [
      'keys that we do not know',
      {
        password_complexity_options: { max_length: 20 },
        password_history: { enable: true, size: 1, scope: { of: ['it'] } },
        password_dictionary: { enable: true, language: null },
        password_no_personal_info: { enable: true, fields: ['name'] },
      },
    ],
  ];
  for (const [what, options] of asSent) {
    test(`come back as they were sent: ${what}`, async () => {
      const { status, body } = await create(options);
      assert.equal(status, 201);
      for (const [key, value] of Object.entries(options)) assert.deepEqual(body.options[key], value, key);
      const before = await api.accounts.connections.find(body.id);
      api.clock.advance(1000);
      const again = await api.call('PATCH', `/connections/${body.id}`, { body: { options: body.options } });
      assert.deepEqual(again.body, body);
      assert.deepEqual(await api.accounts.connections.find(body.id), before, 'nothing was written');
    });
  }

  test('left out, the dictionary and a least length of eight are on, and show it', async () => {
    for (const options of [undefined, {}, { passwordPolicy: 'low' }, { passwordPolicy: null }]) {
      const { body } = await create(options);
      assert.deepEqual(body.options.password_dictionary, { enable: true });
      const isLeft = options === undefined || !('passwordPolicy' in options);
      assert.deepEqual(body.options.password_complexity_options, isLeft ? { min_length: 8 } : undefined);
      for (const key of ['password_history', 'password_no_personal_info']) {
        assert.ok(!(key in body.options), key);
      }
      assert.deepEqual(await rulesOf(body.id), {
        level: options?.passwordPolicy ?? 'none',
        minLength: isLeft ? 8 : null,
        dictionary: { enabled: true, words: [] },
        noPersonalInfo: false,
        history: 0,
      });
    }
  });

  test('the dictionary is off where it is said to be, and stays so', async () => {
    for (const password_dictionary of [{ enable: false }, null]) {
      const { body } = await create({ password_dictionary });
      const off = { enabled: false, words: [] };
      const dictionary = async (): Promise<unknown> =>
        (await api.accounts.connections.find(body.id))?.options.passwordRules.dictionary;
      assert.deepEqual(await dictionary(), off);
      await api.call('PATCH', `/connections/${body.id}`, { body: { display_name: 'Shop' } });
      await api.call('PATCH', `/connections/${body.id}`, { body: { options: body.options } });
      assert.deepEqual(await dictionary(), off);
    }
  });

  test('nothing is put beside `password_options`, which exclude the others', async () => {
    const { body } = await create({ password_options: { dictionary: { active: true } } });
    assert.ok(!('password_dictionary' in body.options));
    assert.deepEqual(body.options.password_options, { dictionary: { active: true } });
  });

  const malformed: readonly object[] = [
    { passwordPolicy: 'great' },
    { passwordPolicy: 3 },
    { password_complexity_options: 8 },
    { password_complexity_options: { min_length: 0 } },
    { password_complexity_options: { min_length: 129 } },
    { password_complexity_options: { min_length: 8.5 } },
    { password_complexity_options: { min_length: '8' } },
    { password_history: {} },
    { password_history: [] },
    { password_history: { enable: 'yes' } },
    { password_history: { enable: true, size: 25 } },
    { password_history: { enable: true, size: -1 } },
    { password_dictionary: {} },
    { password_dictionary: { enable: true, dictionary: 'acme' } },
    { password_dictionary: { enable: true, dictionary: [7] } },
    { password_dictionary: { enable: true, dictionary: ['x'.repeat(51)] } },
    { password_dictionary: { enable: true, dictionary: Array.from({ length: 201 }, String) } },
    { password_no_personal_info: true },
    { password_no_personal_info: { enable: null } },
  ];
  for (const options of malformed) {
    const name = JSON.stringify(options).slice(0, 80);
    test(`malformed: ${name}`, async () => {
      const answer = await create(options);
      assert.equal(answer.status, 400, answer.text);
      assertErrorForm(answer, name);
      assert.match(answer.body.message, /^Payload validation error: .* on property options\.password/);
    });
  }
});
