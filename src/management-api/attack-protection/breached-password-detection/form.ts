import { type TSchema, Type } from 'typebox';

const texts = (values: string[]) => Type.Array(Type.Enum(values), { maxItems: 4 });
const stage = Type.Object({ shields: Type.Array(Type.String()) });

/** Breached password detection in the API's form. */
export const breachedPasswordSchema: TSchema = Type.Object(
  {
    enabled: Type.Boolean(),
    shields: Type.Array(Type.String()),
    admin_notification_frequency: Type.Array(Type.String()),
    method: Type.String(),
    stage: Type.Object({ 'pre-user-registration': stage, 'pre-change-password': stage }),
  },
  { title: 'BreachedPasswordDetection' },
);

const stageBody = Type.Optional(
  Type.Object(
    { shields: Type.Optional(texts(['block', 'admin_notification'])) },
    { additionalProperties: false },
  ),
);

/** Breached password detection as it is sent. */
export const breachedPasswordBody = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    shields: Type.Optional(texts(['block', 'user_notification', 'admin_notification'])),
    admin_notification_frequency: Type.Optional(texts(['immediately', 'daily', 'weekly', 'monthly'])),
    method: Type.Optional(Type.Enum(['standard', 'enhanced'])),
    stage: Type.Optional(
      Type.Object(
        { 'pre-user-registration': stageBody, 'pre-change-password': stageBody },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** What there is: Segue sends no password, nor a part of its hash, to anybody who collects breached ones. */
export const noDetection = {
  enabled: false,
  shields: [],
  admin_notification_frequency: [],
  method: 'standard',
  stage: { 'pre-user-registration': { shields: [] }, 'pre-change-password': { shields: [] } },
} as const;
