import { type Static, type TSchema, Type } from 'typebox';
import type { AttemptRate, SuspiciousIpThrottling } from '../../../tenant/index.ts';
import { over } from '../change-protection.ts';
import { allowlistProperty, readShields, shieldsForm } from '../shared-properties.ts';

const shownRate = Type.Object({ max_attempts: Type.Integer(), rate: Type.Integer() });

/** Suspicious IP throttling in the API's form. */
export const throttlingSchema: TSchema = Type.Object(
  {
    enabled: Type.Boolean(),
    shields: Type.Array(Type.String()),
    allowlist: Type.Array(Type.String()),
    stage: Type.Object({ 'pre-login': shownRate, 'pre-user-registration': shownRate }),
  },
  { title: 'SuspiciousIpThrottling' },
);

const dayMs = 86_400_000;

const rate = Type.Optional(
  Type.Object(
    {
      max_attempts: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      rate: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: dayMs,
          description: 'How many milliseconds it takes until another attempt is granted',
        }),
      ),
    },
    { additionalProperties: false },
  ),
);

/** Suspicious IP throttling as it is sent. */
export const throttlingBody = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    shields: Type.Optional(Type.Array(Type.Enum(['block', 'admin_notification']), { maxItems: 2 })),
    allowlist: allowlistProperty,
    stage: Type.Optional(
      Type.Object({ 'pre-login': rate, 'pre-user-registration': rate }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);

/** What a body makes of the throttling that is set. */
export function readThrottling(
  body: Static<typeof throttlingBody>,
  current: SuspiciousIpThrottling,
): SuspiciousIpThrottling {
  return over(current, {
    enabled: body.enabled,
    blocks: readShields(body.shields),
    allowlist: body.allowlist,
    logIn: readRate(body.stage?.['pre-login'], current.logIn),
    signUp: readRate(body.stage?.['pre-user-registration'], current.signUp),
  });
}

function readRate(sent: Static<typeof rate> | undefined, current: AttemptRate): AttemptRate {
  return over(current, { maxAttempts: sent?.max_attempts, rateMs: sent?.rate });
}

/** What is wrong with the rates; `undefined` when nothing is. */
export function faultInRates({ logIn, signUp }: SuspiciousIpThrottling): string | undefined {
  const isTooSlow = ({ maxAttempts, rateMs }: AttemptRate): boolean => maxAttempts * rateMs > 30 * dayMs;
  return [logIn, signUp].some(isTooSlow)
    ? 'stage: max_attempts times rate is more than 30 days; nothing is counted for longer.'
    : undefined;
}

/** Suspicious IP throttling as the API shows it. */
export function throttlingForm({
  enabled,
  blocks,
  allowlist,
  logIn,
  signUp,
}: SuspiciousIpThrottling): object {
  return {
    enabled,
    shields: shieldsForm(blocks),
    allowlist,
    stage: { 'pre-login': rateForm(logIn), 'pre-user-registration': rateForm(signUp) },
  };
}

function rateForm({ maxAttempts, rateMs }: AttemptRate): object {
  return { max_attempts: maxAttempts, rate: rateMs };
}
