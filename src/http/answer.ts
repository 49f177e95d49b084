import type { Problem } from './problem.ts';

/** What a handler answers: a body with a status, or a problem, which the edge writes in its own form. */
export type Answer =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      /** Whether a write found everything as it was to become, and wrote nothing. */
      readonly unchanged?: boolean;
    }
  | { readonly problem: Problem };

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** 200 with what is as it was: a write that said nothing new. */
export function unchanged(body: unknown): Answer {
  return { status: 200, body, unchanged: true };
}

/** 201 with what was made. */
export function created(body: unknown): Answer {
  return { status: 201, body };
}

/** 202, without a body. */
export const accepted: Answer = { status: 202 };

/** 204, without a body. */
export const noContent: Answer = { status: 204 };

/** A refusal, with the API's error code (null where it has none) and a message for the caller. */
export function refuse(
  status: number,
  code: string | null,
  message: string,
  retryAfterSeconds?: number,
): Answer {
  return {
    problem: { status, code, message, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  };
}

/** Whether a write changed nothing. */
export function isUnchanged(answer: Answer): boolean {
  return 'unchanged' in answer && answer.unchanged === true;
}

/** The status that an answer will have. */
export function statusOf(answer: Answer): number {
  return 'problem' in answer ? answer.problem.status : answer.status;
}
