import { type Static, type TSchema, Type } from 'typebox';
import type { BruteForceProtection } from '../../../tenant/index.ts';
import { over } from '../change-protection.ts';
import { allowlistProperty, readShields, shieldsForm } from '../shared-properties.ts';

/** Brute-force protection in the API's form. */
export const bruteForceSchema: TSchema = Type.Object(
  {
    enabled: Type.Boolean(),
    shields: Type.Array(Type.String()),
    allowlist: Type.Array(Type.String()),
    mode: Type.String(),
    max_attempts: Type.Integer(),
  },
  { title: 'BruteForceProtection' },
);

/** Brute-force protection as it is sent. */
export const bruteForceBody = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    shields: Type.Optional(Type.Array(Type.Enum(['block', 'user_notification']), { maxItems: 2 })),
    allowlist: allowlistProperty,
    mode: Type.Optional(Type.Enum(['count_per_identifier_and_ip', 'count_per_identifier'])),
    max_attempts: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  { additionalProperties: false },
);

const modes = {
  count_per_identifier_and_ip: 'identifier-and-address',
  count_per_identifier: 'identifier',
} as const;

/** What a body makes of the protection that is set. */
export function readBruteForce(
  body: Static<typeof bruteForceBody>,
  current: BruteForceProtection,
): BruteForceProtection {
  return over(current, {
    enabled: body.enabled,
    blocks: readShields(body.shields),
    allowlist: body.allowlist,
    mode: body.mode && modes[body.mode],
    maxAttempts: body.max_attempts,
  });
}

/** Brute-force protection as the API shows it. */
export function bruteForceForm({
  enabled,
  blocks,
  allowlist,
  mode,
  maxAttempts,
}: BruteForceProtection): object {
  return {
    enabled,
    shields: shieldsForm(blocks),
    allowlist,
    mode: mode === 'identifier' ? 'count_per_identifier' : 'count_per_identifier_and_ip',
    max_attempts: maxAttempts,
  };
}
