/**
 * The edge of Auth0's Authentication API that is not OAuth's token endpoint: one file an endpoint. Knows no other edge
 * and no part; what it needs stands in each endpoint's needs, and `app.ts` plugs it in. Next door: `oidc/`, which issues
 * the tokens and serves `/oauth/*`; `accounts/`, which holds the users.
 */
export { type AuthenticationApiNeeds, authenticationApi } from './authentication-api.ts';
