/** Why a request is refused: told apart from the form in which an API says so. */
export interface Problem {
  readonly status: number;
  /** The Management API's `errorCode`; null where Auth0 gives none. */
  readonly code: string | null;
  /** For the caller: names nothing secret. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** What one cannot know better: the server's own fault. Its cause goes to the log, never to the caller. */
export const internalProblem: Problem = {
  status: 500,
  code: null,
  message: 'An internal server error occurred',
};
