import { type TSchema, Type } from 'typebox';
import type { StoredJob } from '../../accounts/index.ts';
import { answerExample } from '../examples.ts';

/** A job in the API's form. */
export const jobSchema: TSchema = Type.Object(
  {
    id: Type.String(),
    type: Type.String(),
    status: Type.String({ description: 'pending, processing, completed or failed' }),
    created_at: Type.String(),
  },
  { title: 'Job', ...answerExample('Job') },
);

/** A job as the API shows it. */
export function jobForm({ id, state, createdAt, kind, payload }: StoredJob): object {
  const isVerification = kind === 'send-letter' && payload.letter.kind === 'email-verification';
  return {
    id,
    type: isVerification ? 'verification_email' : kind.replaceAll('-', '_'),
    status: state,
    created_at: new Date(createdAt).toISOString(),
  };
}
