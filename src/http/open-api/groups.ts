import type { TagObject } from './document.ts';

/** Calls that are read together, in the order of the document. */
interface Group extends TagObject {
  readonly description: string;
  /** Paths, each with what lies under it. */
  readonly paths: readonly string[];
}

const groups: readonly Group[] = [
  {
    name: 'Tokens',
    description:
      'OAuth 2.0 and OpenID Connect: an application gets tokens, refreshes and revokes them, and asks who its user is.',
    paths: ['/oauth', '/userinfo'],
  },
  {
    name: 'Sign-up and passwords',
    description: 'What an application does for somebody who has no account yet, or has forgotten a password.',
    paths: ['/dbconnections'],
  },
  {
    name: 'Discovery',
    description: 'The documents by which clients and APIs find this server and check its tokens.',
    paths: ['/.well-known'],
  },
  {
    name: 'Connections',
    description: 'User databases, each with or without the scripts that ask a legacy user store.',
    paths: ['/api/v2/connections', '/api/v2/segue/connections', '/api/v2/segue/scripts'],
  },
  {
    name: 'Users',
    description: 'Everybody who can log in. A user comes by sign-up, by a call of this API, or by migration.',
    paths: [
      '/api/v2/users',
      '/api/v2/users-by-email',
      '/api/v2/user-blocks',
      '/api/v2/segue/users',
      '/api/v2/sessions',
      '/api/v2/refresh-tokens',
    ],
  },
  {
    name: 'Tombstones',
    description: 'The traces of deleted users, which keep their legacy users from migrating again.',
    paths: ['/api/v2/segue/tombstones'],
  },
  {
    name: 'Tickets',
    description: 'Links that let somebody choose a password or verify an email address.',
    paths: ['/api/v2/tickets'],
  },
  { name: 'Jobs', description: 'Work that goes on after the answer.', paths: ['/api/v2/jobs'] },
  {
    name: 'Clients',
    description: 'Applications, what they may ask for, and how they prove who they are.',
    paths: ['/api/v2/clients', '/api/v2/client-grants'],
  },
  {
    name: 'Resource servers',
    description: 'APIs that access tokens are made for.',
    paths: ['/api/v2/resource-servers'],
  },
  {
    name: 'Logs and statistics',
    description: 'What has happened, event by event and in numbers.',
    paths: ['/api/v2/logs', '/api/v2/stats'],
  },
  {
    name: 'Tenant',
    description: 'What holds for the whole server: settings, signing keys, protection, letters.',
    paths: [
      '/api/v2/tenants',
      '/api/v2/keys',
      '/api/v2/attack-protection',
      '/api/v2/anomaly',
      '/api/v2/email-templates',
      '/api/v2/emails',
      '/api/v2/branding',
      '/api/v2/prompts',
      '/api/v2/guardian',
      '/api/v2/segue/settings',
    ],
  },
  {
    name: 'Hosted pages',
    description: 'What people see behind mailed links. No API: a browser is the client.',
    paths: ['/u', '/docs'],
  },
  {
    name: 'Operations',
    description: 'Whether the server is well, what it counts, and this document.',
    paths: ['/healthz', '/readyz', '/metrics', '/openapi.json', '/api/v2/openapi.json'],
  },
];

const others: Group = {
  name: 'Compatibility',
  description: 'Fixed answers that Auth0’s tools need from what Segue has not.',
  paths: ['/api/v2'],
};

/** The name of the group that a path belongs to. */
export function groupOf(path: string): string {
  const found = groups.find((group) => group.paths.some((under) => liesUnder(path, under)));
  return (found ?? others).name;
}

/** The groups that are used, in the order in which they are read. */
export function describeGroups(used: ReadonlySet<string>): readonly TagObject[] {
  return [...groups, others]
    .filter(({ name }) => used.has(name))
    .map(({ name, description }) => ({ name, description }));
}

function liesUnder(path: string, under: string): boolean {
  return path === under || path.startsWith(`${under}/`);
}
