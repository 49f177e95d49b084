import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ApiUnderTest, checkRow, openApi, type RequestRow } from '../../api-fixture.contract.ts';

describe("the tenant's settings", () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await openApi();
    await api.call('POST', '/connections', { body: { name: 'local', strategy: 'auth0' } });
  });
  after(() => api.close());

  const rows: readonly RequestRow[] = [
    {
      name: 'settings',
      method: 'GET',
      path: '/tenants/settings',
      status: 200,
      contains: [
        '"friendly_name":"Segue"',
        '"default_directory":""',
        '"enable_public_signup_user_exists_error":false',
        '"session_lifetime":168',
      ],
    },
    {
      name: 'settings changed',
      method: 'PATCH',
      path: '/tenants/settings',
      body: {
        default_directory: 'local',
        flags: { enable_public_signup_user_exists_error: true, disable_x: false },
        sandbox_version: '22',
        picture_url: null,
      },
      status: 200,
      contains: [
        '"default_directory":"local"',
        '"enable_public_signup_user_exists_error":true',
        '"disable_x":false',
        '"sandbox_version":"22"',
      ],
    },
    {
      name: 'a flag alone keeps the others',
      method: 'PATCH',
      path: '/tenants/settings',
      body: { flags: { other: true } },
      status: 200,
      contains: ['"enable_public_signup_user_exists_error":true', '"disable_x":false', '"other":true'],
    },
    {
      name: 'settings by field',
      method: 'GET',
      path: '/tenants/settings?fields=flags',
      status: 200,
      lacks: ['friendly_name'],
    },
    {
      name: 'a directory that is not there',
      method: 'PATCH',
      path: '/tenants/settings',
      body: { default_directory: 'nowhere' },
      status: 400,
      contains: ['default_directory'],
    },
  ];
  for (const name of ['support_url', 'picture_url']) {
    const refused = [
      'javascript:alert(1)',
      'data:image/png;base64,AA',
      'shop.example',
      'https://',
      'https://[/',
    ];
    for (const url of refused) {
      test(`${name}: ${url} is no address of the web, and changes nothing`, async () => {
        const path = '/tenants/settings';
        const body = { friendly_name: 'Other', [name]: url };
        await checkRow(api, { name, method: 'PATCH', path, body, status: 400, contains: [name] });
        await checkRow(api, { name, method: 'GET', path, status: 200, lacks: [url, 'Other'] });
      });
    }
    test(`${name} is given and taken away`, async () => {
      const url = 'https://shop.example/ä?b=c#d';
      for (const [value, shown] of [
        [url, url],
        ['', ''],
        [url, url],
        [null, ''],
      ]) {
        const body = { [name]: value };
        const { body: settings } = await checkRow(api, {
          name,
          method: 'PATCH',
          path: '/tenants/settings',
          body,
          status: 200,
        });
        assert.equal(settings[name], shown);
      }
    });
  }

  for (const row of rows) test(row.name, async () => void (await checkRow(api, row)));
});
