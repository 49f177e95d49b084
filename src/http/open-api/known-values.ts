const at = '2026-12-01T09:30:00.000Z';

/** What stands under a name in every example, so that one example goes with the next. */
const values: Readonly<Record<string, unknown>> = {
  access_token: 'eyJhbGciOiJSUzI1NiIs…',
  app_metadata: { plan: 'gold' },
  audience: 'https://api.morgenrot.example/',
  client_id: 'yZ1x7kq0T3mB9nRvW2sLp4dE',
  client_secret: 'kept-by-the-application-and-by-nobody-else',
  connection: 'customers',
  connection_id: 'con_Zb0Xq6U3nT8sR1yL',
  created_at: at,
  date: at,
  default_directory: 'customers',
  deleted_at: at,
  description: 'The shop of Morgenrot',
  display_name: 'Customers',
  email: 'ada@morgenrot.example',
  error_description: 'Wrong email or password.',
  expires_in: 86_400,
  family_name: 'Lovelace',
  fields: 'user_id,email',
  friendly_name: 'Morgenrot',
  found_at: at,
  given_name: 'Ada',
  id_token: 'eyJhbGciOiJSUzI1NiIs…',
  identifier: 'https://api.morgenrot.example/',
  include_totals: true,
  ip: '203.0.113.7',
  isSocial: false,
  kid: 'c1QpX8vT2nE5wYb0',
  length: 1,
  limit: 50,
  last_ip: '203.0.113.7',
  last_login: at,
  last_password_reset: at,
  log_id: '6750c1f2a4b8d93e5f017c31',
  logins_count: 7,
  migrated_at: at,
  name: 'Ada Lovelace',
  nickname: 'ada',
  page: 0,
  password: 'correct horse battery staple',
  per_page: 50,
  phone_number: '+4915112345678',
  picture: 'https://morgenrot.example/ada.png',
  realm: 'customers',
  refresh_token: 'v1.Mh3kT8sR1yLw5cJ7hPzKfEaGi2oQvNt4D',
  result_url: 'https://shop.morgenrot.example/welcome',
  start: 0,
  support_email: 'help@morgenrot.example',
  support_url: 'https://morgenrot.example/help',
  take: 50,
  ticket: 'https://login.morgenrot.example/u/reset-password?ticket=mkVdZ0Xb6qU3nT8s',
  token: 'v1.Mh3kT8sR1yLw5cJ7hPzKfEaGi2oQvNt4D',
  total: 1,
  updated_at: at,
  user_agent: 'Mozilla/5.0',
  user_id: 'auth0|6750c1f2a4b8d93e5f017c30',
  user_metadata: { theme: 'dark' },
  user_name: 'ada@morgenrot.example',
  username: 'ada',
};

/** What is usual under such a name; undefined where nothing is. */
export function knownValue(name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

const pathValues: Readonly<Record<string, string>> = {
  clients: 'yZ1x7kq0T3mB9nRvW2sLp4dE',
  'client-grants': 'cgr_mkVdZ0Xb6qU3nT8s',
  connections: 'con_Zb0Xq6U3nT8sR1yL',
  jobs: '6750c1f2a4b8d93e5f017c35',
  logs: '6750c1f2a4b8d93e5f017c31',
  'resource-servers': '6750c1f2a4b8d93e5f017c28',
  signing: 'c1QpX8vT2nE5wYb0',
  tombstones: '6750c1f2a4b8d93e5f017c33',
  users: 'auth0|6750c1f2a4b8d93e5f017c30',
};

/** What stands in a place of a path: `/users/{id}` has a user's id. */
export function knownPathValue(path: string, name: string): string | undefined {
  const before =
    path
      .slice(0, path.indexOf(`/{${name}}`))
      .split('/')
      .at(-1) ?? '';
  return Object.hasOwn(pathValues, before) ? pathValues[before] : undefined;
}
