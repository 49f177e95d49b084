/** A tenant as an operator keeps it beside the code: with keywords in the place of what differs between deployments. */
export interface DescribedTenant {
  /** In the tool's directory format, by path. */
  readonly directory: Readonly<Record<string, unknown>>;
  /** The same in its YAML format. */
  readonly yaml: Readonly<Record<string, unknown>>;
  /** What the directory says once the keywords are replaced, without what an export leaves out. */
  readonly expected: Readonly<Record<string, unknown>>;
}

// What the scripts were configured with shows in the profile: as text, and as JSON.
const login = `function login(email, password, callback) {
  // Of ##APP_NAME##
  callback(null, {
    user_id: email,
    email: email,
    app_metadata: { source: configuration.SOURCE, digest: require('crypto').createHash('sha256').update(configuration.KEY).digest('hex') },
  });
}
`;
const getUser = 'function getByEmail(email, callback) { callback(null); }\n';

const client = {
  name: '##APP_NAME##',
  description: 'Where people buy',
  app_type: 'regular_web',
  is_first_party: true,
  callbacks: '@@CALLBACKS@@',
  allowed_logout_urls: ['https://shop.example.com/bye'],
  grant_types: [
    'authorization_code',
    'refresh_token',
    'password',
    'http://auth0.com/oauth/grant-type/password-realm',
  ],
  token_endpoint_auth_method: 'client_secret_post',
  jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 3600 },
  client_metadata: { team: 'shop' },
};

const worker = {
  name: 'Nightly worker',
  app_type: 'non_interactive',
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'client_secret_post',
};

const resourceServer = {
  name: 'Orders',
  identifier: 'https://orders.example.com/',
  scopes: [
    { value: 'read:orders', description: 'See orders' },
    { value: 'write:orders', description: 'Change orders' },
  ],
  allow_offline_access: true,
  token_lifetime: 7200,
};

const grant = {
  client_id: worker.name,
  audience: resourceServer.identifier,
  scope: ['read:orders', 'write:orders'],
};

const options = {
  import_mode: true,
  enabledDatabaseCustomization: true,
  configuration: '@@CONFIGURATION@@',
  passwordPolicy: 'good',
  password_history: { enable: true, size: 3 },
  brute_force_protection: true,
  requires_username: false,
  disable_signup: false,
};

const database = {
  name: 'shop-users',
  strategy: 'auth0',
  enabled_clients: ['##APP_NAME##'],
  is_domain_connection: false,
  options,
};

/** The keywords, with a secret for the scripts. */
export function keywordsWith(secret: string): Readonly<Record<string, unknown>> {
  return { ...shown, CONFIGURATION: { SOURCE: 'the old shop', KEY: secret } };
}

const shown = { APP_NAME: 'Shop', CALLBACKS: ['https://shop.example.com/a', 'https://shop.example.com/b'] };

const { configuration: _secret, ...optionsWithoutSecret } = options;
const customScripts = { get_user: './get_user.js', login: './login.js' };

export const shopTenant: DescribedTenant = {
  directory: {
    'clients/Shop.json': client,
    'clients/Nightly worker.json': worker,
    'resource-servers/Orders.json': resourceServer,
    'grants/Nightly worker-Orders.json': grant,
    'database-connections/shop-users/database.json': { ...database, options: { ...options, customScripts } },
    'database-connections/shop-users/login.js': login,
    'database-connections/shop-users/get_user.js': getUser,
  },
  yaml: {
    // What is JSON is YAML; the tool goes by the name.
    'tenant.yaml': JSON.stringify({
      clients: [client, worker],
      resourceServers: [resourceServer],
      clientGrants: [grant],
      databases: [
        {
          ...database,
          options: {
            ...options,
            customScripts: {
              login: './databases/shop-users/login.js',
              get_user: './databases/shop-users/get_user.js',
            },
          },
        },
      ],
    }),
    'databases/shop-users/login.js': login,
    'databases/shop-users/get_user.js': getUser,
  },
  expected: {
    'clients/Shop.json': { ...client, name: shown.APP_NAME, callbacks: shown.CALLBACKS },
    'clients/Nightly worker.json': worker,
    'resource-servers/Orders.json': resourceServer,
    'grants/Nightly worker-Orders.json': grant,
    'database-connections/shop-users/database.json': {
      ...database,
      enabled_clients: [shown.APP_NAME],
      options: { ...optionsWithoutSecret, customScripts },
    },
    'database-connections/shop-users/login.js': login.replace('##APP_NAME##', shown.APP_NAME),
    'database-connections/shop-users/get_user.js': getUser,
  },
};
