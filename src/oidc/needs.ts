import type {
  AccountEvent,
  ConnectionForOutcome,
  LogInAttempt,
  LogInOutcome,
  User,
} from '../accounts/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { TenantStore } from '../tenant/index.ts';
import type { OidcPayloads } from './oidc-payloads.ts';

/** What the token edge works with. */
export interface OidcNeeds {
  /** The public base URL with its trailing slash: `iss` of every token. */
  readonly issuer: string;
  readonly tenant: TenantStore;
  readonly sealer: Sealer;
  readonly storage: OidcPayloads;
  logIn(attempt: LogInAttempt): Promise<LogInOutcome>;
  connectionFor(clientId: string, realm?: string): Promise<ConnectionForOutcome>;
  findUser(userId: string): Promise<User | undefined>;
  /** Whether the client may still use the connection that the user is in. */
  mayUseConnection(clientId: string, connectionId: string): Promise<boolean>;
  recordEvent(event: AccountEvent): Promise<unknown>;
  warn?(err: unknown, message: string): void;
  readonly clock: Clock;
  /** Sign the cookies of interactive logins; newest first. */
  readonly cookieKeys: readonly string[];
}
