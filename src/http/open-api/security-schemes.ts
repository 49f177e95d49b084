import type { DescribedRoute } from './described-route.ts';
import type { SecurityRequirement } from './document.ts';

/** The scheme of the Management API: an access token, got with a client’s own credentials. */
const managementScheme = 'managementToken';

/** The security of a call of the Management API: a token with any one of these scopes. */
export function anyScopeOf(scopes: readonly string[]): readonly SecurityRequirement[] {
  return scopes.map((scope) => ({ [managementScheme]: [scope] }));
}

/** The security of a call with a user's access token. */
export const userToken: readonly SecurityRequirement[] = [{ userToken: [] }];

/** The security of a call that an application makes: by HTTP Basic, or with its credentials in the body. */
export const clientCredentials: readonly SecurityRequirement[] = [{ clientBasic: [] }, {}];

/** How callers prove who they are. */
export function securitySchemes(
  baseUrl: string,
  routes: readonly DescribedRoute[],
): Readonly<Record<string, object>> {
  const requirements = routes.flatMap(({ schema }) => schema.security ?? []);
  const scopes = new Set(requirements.flatMap((requirement) => requirement[managementScheme] ?? []));
  return {
    [managementScheme]: {
      type: 'oauth2',
      description: `An access token for the audience ${new URL('api/v2/', baseUrl).href}, sent as “Authorization: Bearer …”`,
      flows: {
        clientCredentials: {
          tokenUrl: new URL('oauth/token', baseUrl).href,
          scopes: Object.fromEntries([...scopes].toSorted().map((scope) => [scope, meaningOf(scope)])),
        },
      },
    },
    userToken: {
      type: 'http',
      scheme: 'bearer',
      description: 'An access token of a user, with the scope openid',
    },
    clientBasic: {
      type: 'http',
      scheme: 'basic',
      description: 'client_id and client_secret of an application; both may stand in the body instead',
    },
  };
}

/** `read:client_grants` reads client grants. */
function meaningOf(scope: string): string {
  const [verb = '', things = ''] = scope.split(':');
  return `${verb.slice(0, 1).toUpperCase()}${verb.slice(1)} ${things.replaceAll('_', ' ')}`;
}
