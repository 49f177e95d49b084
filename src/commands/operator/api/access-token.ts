import { isPlainObject } from '../../../lib/json.ts';
import { exitCodes, Failure } from '../failure.ts';
import type { Credentials, Settings } from '../settings.ts';
import { ask } from './http.ts';
import { readRefusal } from './refusal.ts';

/**
 * Gets an access token for the Management API with a client's credentials. Its audience follows from what Segue calls
 * itself, which may be another name than the one that it is reached by.
 *
 * @throws Failure
 */
export async function getAccessToken(
  { url }: Settings,
  { clientId, clientSecret }: Extract<Credentials, { by: 'client' }>,
): Promise<string> {
  const { response, body } = await ask(new URL('oauth/token', url), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      audience: `${await issuerAt(url)}api/v2/`,
    }),
  });
  const token = isPlainObject(body) ? body['access_token'] : undefined;
  if (response.ok && typeof token === 'string') return token;
  const { message, status, code } = readRefusal(response, body);
  if (status === 401 || status === 403 || status === 400) throw notAccepted(clientId, code, message);
  throw readRefusal(response, body);
}

async function issuerAt(url: URL): Promise<string> {
  const { response, body } = await ask(new URL('.well-known/openid-configuration', url), {});
  const issuer = response.ok && isPlainObject(body) ? body['issuer'] : undefined;
  if (typeof issuer === 'string') return issuer;
  if (response.status >= 500) throw readRefusal(response, body); // it, or the proxy before it, is starting
  throw new Failure(
    exitCodes.notSegue,
    `${url.href} answers with ${response.status}, as no Segue does`,
    'Set SEGUE_URL or --url to where Segue is.',
  );
}

function notAccepted(clientId: string, code: string | undefined, message: string): Failure {
  const advice =
    code === 'invalid_client' || code === 'access_denied'
      ? 'Check SEGUE_CLIENT_ID and SEGUE_CLIENT_SECRET (or SEGUE_BOOTSTRAP_CLIENT_ID and …_SECRET), and that the client has a grant for the Management API.'
      : 'The client must be a machine-to-machine one with a grant for the Management API.';
  return new Failure(
    exitCodes.noPermission,
    `Segue does not accept the client ${clientId}: ${message}`,
    advice,
  );
}
