import { errors } from 'oidc-provider';

/** A request that is refused: what the caller is told, and apart from it what the event says. */
export interface RefusalFacts {
  readonly status: number;
  readonly error: string;
  readonly description: string;
  readonly retryAfterSeconds?: number;
  /** The private cause, for the event; the public error where there is none. */
  readonly reason?: string;
  readonly userId?: string;
}

/** Thrown by a grant; passes through oidc-provider as one of its own errors. */
export class Refusal extends errors.OIDCProviderError {
  override readonly name = 'Refusal';
  readonly facts: RefusalFacts;

  constructor(facts: RefusalFacts) {
    super(facts.status, facts.error);
    this.error_description = facts.description;
    this.expose = true;
    this.facts = facts;
  }
}

export function invalidRequest(description: string): Refusal {
  return new Refusal({ status: 400, error: 'invalid_request', description });
}

export function missingParameter(name: string): Refusal {
  return invalidRequest(`Missing required parameter: ${name}`);
}

/** That the client does not list a grant type, in Auth0's words. */
export function grantTypeNotAllowed(grantType: string): Refusal {
  const description = `Grant type '${grantType}' not allowed for the client.`;
  return new Refusal({ status: 403, error: 'unauthorized_client', description });
}

/** What a refusal of oidc-provider's own says in Auth0's words. */
export function asRefusal(error: errors.OIDCProviderError): Refusal {
  if (error instanceof Refusal) return error;
  const reason = error.error_detail;
  if (error.error === 'invalid_client') {
    return new Refusal({
      status: 401,
      error: 'access_denied',
      description: 'Unauthorized',
      ...(reason !== undefined && { reason }),
    });
  }
  const description = error.error_description ?? 'The request is invalid';
  return new Refusal({ status: error.statusCode, error: error.error, description });
}
