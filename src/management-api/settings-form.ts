import { type Static, type TSchema, Type } from 'typebox';
import { isPlainObject, type JsonObject } from '../lib/json.ts';
import type { TenantSettings } from '../tenant/index.ts';
import { answerExample } from './examples.ts';
import { jsonObject, nullableText, text } from './schemas.ts';

/** The tenant's settings in the API's form; settings that Segue only keeps are shown as well. */
export const settingsSchema: TSchema = Type.Partial(
  Type.Object({
    friendly_name: Type.String(),
    support_email: Type.String(),
    support_url: Type.String(),
    picture_url: Type.String(),
    default_directory: Type.String(),
    default_audience: Type.String(),
    flags: jsonObject('Switches'),
    allowed_logout_urls: Type.Array(Type.String()),
    session_lifetime: Type.Number(),
    idle_session_lifetime: Type.Number(),
    enabled_locales: Type.Array(Type.String()),
  }),
  { title: 'TenantSettings', additionalProperties: true, ...answerExample('TenantSettings') },
);

// Auth0's bounds on session lifetimes: a hundred years, in hours.
const maxHours = 876_000;
const hours = Type.Optional(Type.Number({ minimum: 0.01, maximum: maxHours }));

// The same in minutes, as the deploy tool sends it; it is shown in hours.
const minutes = Type.Optional(Type.Number({ minimum: 1, maximum: maxHours * 60 }));

// What a page may link to or show; an empty text takes it away.
const webAddress = Type.Optional(
  Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 2048, pattern: '^(https?://.*)?$' }),
);

/** Settings as they are sent. Keys that are not named here are kept as they are; null takes a value away. */
export const settingsBody = Type.Object(
  {
    friendly_name: Type.Optional(text(512)),
    support_email: Type.Optional(nullableText(254)),
    support_url: webAddress,
    picture_url: webAddress,
    default_directory: Type.Optional(nullableText(128, 'Name of the connection for logins without a realm')),
    default_audience: Type.Optional(nullableText(600)),
    flags: Type.Optional(
      Type.Object(
        { enable_public_signup_user_exists_error: Type.Optional(Type.Boolean()) },
        { additionalProperties: true, description: 'Switches; merged by name' },
      ),
    ),
    allowed_logout_urls: Type.Optional(Type.Array(text(2048), { maxItems: 100 })),
    session_lifetime: hours,
    idle_session_lifetime: hours,
    session_lifetime_in_minutes: minutes,
    idle_session_lifetime_in_minutes: minutes,
    enabled_locales: Type.Optional(Type.Array(text(35), { minItems: 1, maxItems: 100 })),
  },
  { additionalProperties: true },
);

/** The name of a setting that looks like an address of the web and is none; undefined where there is none such. */
export function faultInAddresses(body: Static<typeof settingsBody>): string | undefined {
  const { support_url, picture_url } = body;
  const isNone = (url: string | null | undefined): boolean => Boolean(url) && !URL.canParse(url ?? '');
  return Object.entries({ support_url, picture_url }).find(([, url]) => isNone(url))?.[0];
}

/** What a body says of the settings, in our words; what it does not say is left out. */
export function readSettings(
  body: Static<typeof settingsBody>,
  current: TenantSettings,
): Partial<TenantSettings> {
  const named = {
    friendlyName: body.friendly_name,
    supportEmail: emptyAsNull(body.support_email),
    supportUrl: emptyAsNull(body.support_url),
    pictureUrl: emptyAsNull(body.picture_url),
    defaultDirectory: emptyAsNull(body.default_directory),
    defaultAudience: emptyAsNull(body.default_audience),
    publicSignupUserExistsError: body.flags?.enable_public_signup_user_exists_error,
    allowedLogoutUrls: body.allowed_logout_urls,
    sessionLifetimeHours: inHours(body.session_lifetime_in_minutes) ?? body.session_lifetime,
    idleSessionLifetimeHours: inHours(body.idle_session_lifetime_in_minutes) ?? body.idle_session_lifetime,
    enabledLocales: body.enabled_locales,
    other: readOther(body, current.other),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function inHours(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : minutes / 60;
}

function emptyAsNull(value: string | null | undefined): string | null | undefined {
  return value === '' ? null : value;
}

const ours: ReadonlySet<string> = new Set(Object.keys(settingsBody.properties));
const ourFlag = 'enable_public_signup_user_exists_error';

function readOther(body: object, current: JsonObject): JsonObject {
  const sent = Object.entries(body as JsonObject); // a JSON body
  const flags = Object.entries(flagsIn(body)).filter(([name]) => name !== ourFlag);
  const merged = new Map([...Object.entries(current), ...sent.filter(([name]) => !ours.has(name))]);
  if (flags.length > 0) merged.set('flags', { ...flagsIn(current), ...Object.fromEntries(flags) });
  return Object.fromEntries([...merged].filter(([, value]) => value !== null));
}

function flagsIn(value: object): JsonObject {
  const flags: unknown = 'flags' in value ? value.flags : undefined;
  return isPlainObject(flags) ? (flags as JsonObject) : {}; // out of a JSON body
}

/** The settings as the API shows them. */
export function settingsForm(settings: TenantSettings): object {
  const { other } = settings;
  return {
    ...other,
    friendly_name: settings.friendlyName,
    support_email: settings.supportEmail ?? '',
    support_url: settings.supportUrl ?? '',
    picture_url: settings.pictureUrl ?? '',
    default_directory: settings.defaultDirectory ?? '',
    default_audience: settings.defaultAudience ?? '',
    flags: { ...flagsIn(other), [ourFlag]: settings.publicSignupUserExistsError },
    allowed_logout_urls: settings.allowedLogoutUrls,
    session_lifetime: settings.sessionLifetimeHours,
    idle_session_lifetime: settings.idleSessionLifetimeHours,
    enabled_locales: settings.enabledLocales,
  };
}
