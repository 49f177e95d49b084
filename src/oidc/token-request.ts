import type { Source } from '../accounts/index.ts';
import type { Client } from '../tenant/index.ts';
import type { TokenParameters } from './token-parameters.ts';

/** One call of the token or revocation endpoint, checked; the client is not authenticated yet. */
export interface TokenRequest {
  readonly params: TokenParameters;
  /** The Authorization header, for clients that authenticate by Basic. */
  readonly authorization: string | undefined;
  /** The client that the request says it comes from, where there is such a one. */
  readonly client: Client | undefined;
  readonly source: Source;
  /** The address of the end user, as a server-side client tells it; not to be believed yet. */
  readonly forwardedFor: string | undefined;
}
