import assert from 'node:assert/strict';
import type { ask } from '../answer.ts';
import { type AnswerCheck, createAnswerCheck } from './answer-check.ts';

let check: Promise<AnswerCheck> | undefined;

/** The check of answers against the document that a Segue serves: every Segue of this process serves the same. */
export async function readAnswerCheck(url: string, send: typeof ask): Promise<AnswerCheck> {
  check ??= send(new URL('openapi.json', url).href).then(({ status, body, text }) => {
    assert.equal(status, 200, text);
    return createAnswerCheck(body);
  });
  return check;
}
