import type { ConnectionForOutcome, LogInOutcome } from '../accounts/index.ts';
import { invalidRequest, Refusal } from './refusal.ts';

type Refused = Exclude<LogInOutcome, { outcome: 'authenticated' }>;

// Auth0's words for the first two; which one it was depends on the attempts only, never on an account.
const tooMany = {
  identifier: 'Your account has been blocked after multiple consecutive login attempts.',
  address:
    'We have detected suspicious login behavior and further attempts will be blocked. Please contact the administrator.',
  waiting: 'Too many requests. Try again later.',
} as const;

/** What the token endpoint says of a login that did not succeed: the one table from outcome to wire form. */
export function logInRefusal(outcome: Refused): Refusal {
  switch (outcome.outcome) {
    case 'wrong-credentials':
      return new Refusal({ status: 403, error: 'invalid_grant', description: 'Wrong email or password.' });
    case 'blocked':
      return new Refusal({ status: 401, error: 'unauthorized', description: 'user is blocked' });
    case 'too-many-attempts':
      return new Refusal({
        status: 429,
        error: 'too_many_attempts',
        description: tooMany[outcome.limit],
        retryAfterSeconds: outcome.retryAfterSeconds,
      });
    case 'busy':
      return unavailable('The server is busy. Try again later.', outcome.retryAfterSeconds);
    case 'refused':
      return refusedByScript(outcome.code, outcome.message);
    case 'unavailable':
      return unavailable('The user directory cannot be reached. Try again later.', outcome.retryAfterSeconds);
    case 'script-fault':
      return new Refusal({
        status: 400,
        error: 'extensibility_error',
        description: "The connection's login script failed.",
      });
  }
}

/** What the token endpoint says when no connection can be meant. */
export function connectionRefusal({ outcome }: Exclude<ConnectionForOutcome, { outcome: 'found' }>): Refusal {
  // Auth0 has a 500 for the first; it is the request, or the tenant's settings, that can be put right.
  return outcome === 'no-default-directory'
    ? invalidRequest('Authorization server not configured with default connection.')
    : invalidRequest('the connection was not found');
}

function unavailable(description: string, retryAfterSeconds: number): Refusal {
  return new Refusal({ status: 503, error: 'temporarily_unavailable', description, retryAfterSeconds });
}

const scriptErrorCode = /^[\w.:-]{1,64}$/; // what auth0-js and Lock look messages up by

/**
 * An `UnauthorizedError` is answered as Auth0 answers a rule's: 401 `unauthorized`. A `ValidationError` is a 400 with its
 * own code, which is the key that Auth0's clients look their texts up by.
 */
function refusedByScript(code: string, message: string): Refusal {
  const isValidation = code !== 'unauthorized' && scriptErrorCode.test(code);
  return new Refusal({
    status: isValidation ? 400 : 401,
    error: isValidation ? code : 'unauthorized',
    description: message,
  });
}
