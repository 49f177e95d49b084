/**
 * The one place that leans on what oidc-provider does but does not promise. Each recipe has a test in
 * `provider-fence.test.ts` that fails when a new version does otherwise; the test also names the version that was read.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { JWK } from 'jose';
import Provider, {
  type AccessToken,
  type ClientMetadata,
  type Configuration,
  ExternalSigningKey,
  type errors,
  type JWTStructured,
  type KoaContextWithOIDC,
  type Client as OidcClient,
  type RefreshToken,
} from 'oidc-provider';
import type { Client } from '../tenant/index.ts';
import type { TokenRequest } from './token-request.ts';

export type ProviderClient = OidcClient;
export type ProviderContext = KoaContextWithOIDC;

export type ProviderAnswer =
  | { readonly is: 'answered'; readonly body: unknown; readonly context: ProviderContext }
  /** The error as it was thrown: its cause decides our answer, not the body that the provider made of it. */
  | { readonly is: 'refused'; readonly error: errors.OIDCProviderError }
  | { readonly is: 'fault'; readonly error: unknown };

// Nobody is at the other end of the requests that we write: answers are taken, never sent.
const nowhere = new Socket();

interface Exchange {
  readonly request: TokenRequest;
  refusal?: errors.OIDCProviderError;
  fault?: unknown;
  answer?: ProviderAnswer;
}
const exchanges = new WeakMap<IncomingMessage, Exchange>();

/**
 * A provider whose requests come through `ask` only. It reads no header, host, cookie or content type of a caller, so
 * that `Accept: text/html` gets no HTML, a foreign Host changes no address, and bodies may have been parsed before.
 */
export function openProvider(issuer: string, configuration: Configuration): Provider {
  const provider = new Provider(issuer, configuration);
  const keepRefusal = (context: ProviderContext, error: errors.OIDCProviderError): void => {
    exchangeOf(context).refusal = error;
  };
  provider.on('grant.error', keepRefusal);
  provider.on('revocation.error', keepRefusal);
  provider.on('server_error', (context, error) => {
    exchangeOf(context).fault = error;
  });
  provider.use<object, Pick<ProviderContext, 'oidc'>>(async (context, next) => {
    await next();
    context.respond = false; // Koa's own way out: the answer is ours to send
    const exchange = exchangeOf(context);
    exchange.answer = answerOf(exchange, context);
  });
  keepInPayload(provider.AccessToken, ['credentialVersion']);
  keepInPayload(provider.RefreshToken, ['credentialVersion', 'device']);
  return provider;
}

/** Asks the provider on behalf of a request, which its handlers have back with `requestOf`. */
export async function ask(
  provider: Provider,
  path: string,
  params: Readonly<Record<string, string>>,
  request: TokenRequest,
): Promise<ProviderAnswer> {
  const message = writeRequest(path, params, request.authorization);
  const exchange: Exchange = { request };
  exchanges.set(message, exchange);
  await callbackOf(provider)(message, new ServerResponse(message));
  return (
    exchange.answer ?? { is: 'fault', error: new Error('the provider left a request without an answer') }
  );
}

/**
 * A key that signs in the event loop's own thread. The provider's way, by Web Crypto, costs 340 µs of CPU a signature
 * where this costs 250, and queues it behind password hashes in the thread pool.
 */
class LoopSigningKey extends ExternalSigningKey {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #jwk: JWK;

  constructor(jwk: JWK) {
    super();
    this.#jwk = jwk;
    this.#privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    this.#publicKey = createPublicKey(this.#privateKey);
  }

  override get kid(): string | undefined {
    return this.#jwk.kid;
  }

  override get alg(): string | undefined {
    return this.#jwk.alg;
  }

  override keyObject(): KeyObject {
    return this.#publicKey;
  }

  override sign(data: Uint8Array): Uint8Array {
    return sign('sha256', data, this.#privateKey); // RS256 is the one algorithm of our keys
  }
}

/** Signing keys as the provider takes them, the one that signs first. */
export function signingKeysFrom(privateKeys: readonly JWK[]): Configuration['jwks'] {
  return { keys: privateKeys.map((jwk) => new LoopSigningKey(jwk)) };
}

/** What must be on for `signingKeysFrom`: an experiment of the provider's, in the form that was read. */
export const signingKeysFeature = { enabled: true, ack: 'experimental-01' };

/** The request that a handler works for. */
export function requestOf(context: ProviderContext): TokenRequest {
  return exchangeOf(context).request;
}

function writeRequest(
  path: string,
  params: Readonly<Record<string, string>>,
  authorization: string | undefined,
): IncomingMessage {
  const body = new URLSearchParams(params).toString();
  const message = new IncomingMessage(nowhere);
  message.method = 'POST';
  message.url = path;
  message.headers = {
    host: 'localhost',
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    ...(authorization !== undefined && { authorization }),
  };
  message.push(body);
  message.push(null);
  message.complete = true;
  return message;
}

const callbacks = new WeakMap<Provider, ReturnType<Provider['callback']>>();

function callbackOf(provider: Provider): ReturnType<Provider['callback']> {
  const known = callbacks.get(provider) ?? provider.callback(); // composing it costs as much as a small request
  callbacks.set(provider, known);
  return known;
}

function exchangeOf({ req }: { readonly req: IncomingMessage }): Exchange {
  const exchange = exchanges.get(req);
  if (exchange === undefined) throw new Error('a request reached the provider by another way than ask()');
  return exchange;
}

function answerOf(exchange: Exchange, context: ProviderContext): ProviderAnswer {
  if (exchange.fault !== undefined) return { is: 'fault', error: exchange.fault };
  if (exchange.refusal !== undefined) return { is: 'refused', error: exchange.refusal };
  if (context.status === 200) return { is: 'answered', body: context.body, context };
  return { is: 'fault', error: new Error(`the provider answered ${context.status}`) };
}

/** Models write and read only the properties that they list. */
function keepInPayload(model: typeof AccessToken | typeof RefreshToken, ours: readonly string[]): void {
  const listed = [...model.IN_PAYLOAD, ...ours];
  Object.defineProperty(model, 'IN_PAYLOAD', { get: () => listed });
}

/** The credential version that a token was issued under. */
export function credentialVersionOf(token: object): number | undefined {
  return 'credentialVersion' in token && typeof token.credentialVersion === 'number'
    ? token.credentialVersion
    : undefined;
}

/**
 * Lets the provider find its client in the request, where it was looked up already. Its own way reads the client again,
 * and hashes or builds it each time.
 */
export function findClientInRequest(
  provider: Provider,
  providerClientOf: (client: Client) => ProviderClient,
): void {
  const find = async (clientId: string): Promise<ProviderClient | undefined> => {
    const context = Provider.ctx;
    const client = context && requestOf(context).client;
    return client?.clientId === clientId ? providerClientOf(client) : undefined;
  };
  Object.defineProperty(provider.Client, 'find', { value: find });
}

/**
 * A client as the provider has it.
 *
 * @throws errors.InvalidClientMetadata
 */
export function buildClient(provider: Provider, metadata: ClientMetadata): ProviderClient {
  return Reflect.construct(provider.Client, [metadata]);
}

/** What `formats.customizers.jwt` may change of a JWT access token before it is signed. */
export function shapeJwt(
  jwt: JWTStructured,
  header: Record<string, unknown>,
  payload: Record<string, unknown>,
): void {
  jwt.header = header;
  const { iat, exp, jti } = jwt.payload;
  jwt.payload = { iat, exp, jti, ...payload };
}

/** A signed ID token for the client of the request. The provider adds `iss`, `aud`, `iat`, `exp`. */
export async function signIdToken(
  provider: Provider,
  context: ProviderContext,
  claims: { readonly sub: string } & Record<string, unknown>,
  { scope, lifetimeSeconds }: { scope: string; lifetimeSeconds: number },
): Promise<string> {
  const idToken = new provider.IdToken(claims, { ctx: context });
  Object.assign(idToken, { scope, mask: {}, rejected: [] });
  return idToken.issue({ use: 'idtoken', expiresAt: Math.floor(Date.now() / 1000) + lifetimeSeconds });
}
