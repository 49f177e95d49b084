import type { Shape } from './shape.ts';

/** Auth0's objects, by the names that its API reference and SDK types give. */

export const userShape: Shape = {
  user_id: /^auth0\|/,
  'email?': 'text',
  email_verified: 'boolean',
  'username?': 'text',
  'phone_number?': 'text',
  'name?': 'text',
  'nickname?': 'text',
  'given_name?': 'text',
  'family_name?': 'text',
  'picture?': 'text',
  'user_metadata?': 'object',
  'app_metadata?': 'object',
  'blocked?': 'boolean',
  identities: [{ connection: 'text', provider: /^auth0$/, user_id: 'text', isSocial: 'boolean' }],
  created_at: 'time',
  updated_at: 'time',
  'last_login?': 'time',
  'last_ip?': 'text',
  'logins_count?': 'number',
  'last_password_reset?': 'time',
};

export const connectionShape: Shape = {
  id: /^con_[A-Za-z0-9]{16}$/,
  name: 'text',
  'display_name?': 'text',
  strategy: /^auth0$/,
  options: 'object',
  enabled_clients: ['text'],
  realms: ['text'],
  is_domain_connection: 'boolean',
  'metadata?': 'object',
};

export const clientShape: Shape = {
  client_id: 'text',
  'client_secret?': 'text',
  name: 'text',
  tenant: 'text',
  global: 'boolean',
  is_first_party: 'boolean',
  grant_types: ['text'],
  token_endpoint_auth_method: 'text',
  jwt_configuration: 'object',
  refresh_token: 'object',
  '*': 'anything',
};

export const grantShape: Shape = {
  id: /^cgr_/,
  client_id: 'text',
  audience: 'text',
  scope: ['text'],
  '*': 'anything',
};

export const resourceServerShape: Shape = {
  id: /^[0-9a-f]{24}$/,
  name: 'text',
  identifier: 'text',
  'scopes?': [{ value: 'text', 'description?': 'text' }],
  signing_alg: /^RS256$/,
  allow_offline_access: 'boolean',
  token_lifetime: 'number',
  '*': 'anything',
};

export const logShape: Shape = {
  _id: 'text',
  log_id: 'text',
  date: 'time',
  type: 'text',
  '*': 'anything',
};

export const jobShape = {
  id: /^job_/,
  type: /^verification_email$/,
  status: /^(pending|processing|completed|failed)$/,
  created_at: 'time',
} as const satisfies Shape;

export const signingKeyShape: Shape = {
  kid: 'text',
  cert: /^-----BEGIN CERTIFICATE-----/,
  'pkcs7?': 'text',
  fingerprint: 'text',
  thumbprint: 'text',
  current: 'boolean',
  next: 'boolean',
  previous: 'boolean',
  'current_since?': 'time',
  'current_until?': 'time',
  revoked: 'boolean',
  'revoked_at?': 'time',
};

/** `include_totals=true` */
export function totals(name: string, item: Shape): Shape {
  return { start: 'number', limit: 'number', 'length?': 'number', total: 'number', [name]: [item] };
}

/** `take` and `from` */
export function checkpoint(name: string, item: Shape): Shape {
  return { 'next?': 'text', [name]: [item] };
}
