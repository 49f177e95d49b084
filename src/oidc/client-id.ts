/**
 * The client that a request says it comes from: by its body, else by Basic authentication (RFC 6749, 2.3.1).
 * `undefined` where it says nothing that could be a client id: oidc-provider has the words for that.
 */
export function readClientId(
  inBody: string | undefined,
  authorization: string | undefined,
): string | undefined {
  const clientId = inBody ?? basicUser(authorization);
  return clientId !== undefined && possibleClientId.test(clientId) ? clientId : undefined;
}

const possibleClientId = /^[\x20-\x7e]{1,255}$/; // VSCHAR, RFC 6749 appendix A.1; no store is asked for anything else

function basicUser(authorization: string | undefined): string | undefined {
  const [, credentials] = /^basic +([a-z\d+/]+=*)$/i.exec(authorization ?? '') ?? [];
  if (credentials === undefined) return undefined;
  const [user] = Buffer.from(credentials, 'base64').toString('utf8').split(':', 1);
  try {
    return user && decodeURIComponent(user.replaceAll('+', '%20'));
  } catch {
    return undefined; // not percent-encoding
  }
}
