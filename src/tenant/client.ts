import type { JsonObject } from '../lib/json.ts';

/** An application that asks Segue for tokens. */
export interface Client {
  /** 32 letters and digits, or what the operator's bootstrap names. */
  readonly clientId: string;
  readonly name: string;
  readonly description: string | null;
  readonly appType: AppType | null;
  readonly isFirstParty: boolean;
  readonly grantTypes: readonly string[];
  readonly tokenEndpointAuthMethod: 'none' | 'client_secret_post' | 'client_secret_basic';
  /** Sealed at rest; open it with `openClientSecret`. */
  readonly sealedSecret: string;
  readonly callbacks: readonly string[];
  readonly allowedLogoutUrls: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly webOrigins: readonly string[];
  readonly idTokenAlg: 'RS256' | 'HS256';
  readonly idTokenLifetimeSeconds: number;
  readonly refreshTokens: RefreshTokenPolicy;
  readonly clientMetadata: Readonly<Record<string, string>>;
  /** Properties that we keep for the clients of the API and do not act on. */
  readonly other: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type AppType = 'native' | 'spa' | 'regular_web' | 'non_interactive';

/** How a client's refresh tokens live. */
export interface RefreshTokenPolicy {
  readonly rotating: boolean;
  /** How long a rotated token still answers, for calls that cross; seconds. */
  readonly leewaySeconds: number;
  readonly lifetimeSeconds: number;
  readonly idleLifetimeSeconds: number;
}

/** A lifetime without an end: a century, since the token endpoint counts in seconds. */
export const unlimitedSeconds = 100 * 365 * 86_400;

/** The grant types that the token endpoint knows, by the names that clients list. */
export const knownGrantTypes = [
  'authorization_code',
  'client_credentials',
  'implicit',
  'password',
  'refresh_token',
  'http://auth0.com/oauth/grant-type/password-realm',
] as const;
