/** The grant types that the token endpoint serves. */
export const servedGrantTypes = [
  'client_credentials',
  'password',
  'http://auth0.com/oauth/grant-type/password-realm',
  'refresh_token',
] as const;

export type ServedGrantType = (typeof servedGrantTypes)[number];

/** Whether the token endpoint serves this grant type. */
export function isServed(grantType: string): grantType is ServedGrantType {
  return servedGrantTypes.some((served) => served === grantType);
}
