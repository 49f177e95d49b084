/**
 * The edge that issues and checks tokens: OpenID Connect and OAuth 2 at Auth0's paths, by oidc-provider. Requests come in
 * at `token-endpoint.ts`; the provider authenticates the client and calls one of the `*-grant.ts` files, which log in and
 * issue. What leans on the provider's inside stands in `provider-fence.ts` alone. Knows no other edge and no part: what it
 * keeps goes through the port in `oidc-payloads.ts`. Next door: `accounts/`, which decides on logins; `tenant/`, whose
 * clients, APIs and keys these are; `authentication-api/`, whose `/userinfo` asks `verifyUserInfoToken`.
 */
export { createOidc, type Oidc } from './create-oidc.ts';
export type { OidcNeeds } from './needs.ts';
export type {
  OidcPayloadRecord,
  OidcPayloads,
  StoredOidcPayload,
  VerifiedCredentials,
} from './oidc-payloads.ts';
export type { UserInfoVerdict } from './user-info-token.ts';
