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
  for (const row of rows) test(row.name, async () => void (await checkRow(api, row)));
});
