/**
 * The `jti` of a user's JWT access token: the credential version that it was issued under stands before the random part.
 * Such a token is stored nowhere, and `/userinfo` must still know one that is older than a change of password, address or
 * block (S12). To everybody else the id says nothing.
 */
export function tokenIdUnder(credentialVersion: number, random: string): string {
  return `${credentialVersion}.${random}`;
}

/** The credential version in a token id; `undefined` when it is not one of a user's token. */
export function credentialVersionIn(tokenId: string): number | undefined {
  const [version] = /^\d{1,15}(?=\.)/.exec(tokenId) ?? [];
  return version === undefined ? undefined : Number(version);
}
