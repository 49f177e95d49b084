import { type Static, type TSchema, Type } from 'typebox';
import { type Connection, type ConnectionOptions, readPasswordRules } from '../accounts/index.ts';
import { isPlainObject, type JsonObject } from '../lib/json.ts';
import {
  type ConnectionStateNeeds,
  connectionStateForm,
  connectionStateSchema,
} from './connection-state-form.ts';
import { passwordOptions, withUsualRules } from './password-options.ts';
import { jsonObject, shown, text, textRecord } from './schemas.ts';

// Published scripts are a few kilobytes; one with a bundled library does not belong here.
const maxScriptCharacters = 100_000;

const script = Type.Optional(text(maxScriptCharacters));

/** `options` as they are sent. Keys that are not named here are kept as they are. */
const optionsSchema = Type.Object(
  {
    import_mode: Type.Optional(Type.Boolean({ description: 'Users move here at their first login' })),
    enabledDatabaseCustomization: Type.Optional(Type.Boolean({ description: 'Whether scripts are used' })),
    customScripts: Type.Optional(
      Type.Object(
        {
          login: script,
          get_user: script,
          create: script,
          verify: script,
          change_password: script,
          delete: script,
          change_email: script,
          change_username: script,
        },
        { additionalProperties: false, description: 'Action scripts; only login and get_user are asked' },
      ),
    ),
    configuration: Type.Optional(
      textRecord(100, 10_000, 'Secrets for the scripts: written in clear, shown sealed'),
    ),
    requires_username: Type.Optional(Type.Boolean()),
    brute_force_protection: Type.Optional(Type.Boolean()),
    disable_signup: Type.Optional(Type.Boolean()),
    ...passwordOptions,
    segue: Type.Optional(
      Type.Object(
        {
          legacy_id_prefix: Type.Optional(text(64, 'Put before every legacy id')),
          keep_unknown_profile_keys: Type.Optional(
            Type.Boolean({ description: 'Whether unknown profile keys go to user_metadata' }),
          ),
        },
        { additionalProperties: false, description: 'What Auth0 does not have' },
      ),
    ),
  },
  { additionalProperties: true, description: 'The connection options' },
);

/** Path of an endpoint about one connection. */
export const connectionParams = Type.Object({ id: text(64, 'The connection id') });

/** What both create and patch take. */
export const connectionProperties = {
  display_name: Type.Optional(text(128)),
  realms: Type.Optional(Type.Array(text(128), { maxItems: 10 })),
  is_domain_connection: Type.Optional(Type.Boolean()),
  enabled_clients: Type.Optional(Type.Array(text(128), { maxItems: 1000 })),
  metadata: Type.Optional(textRecord(10, 255, 'Free for the operator')),
  options: Type.Optional(optionsSchema),
  // What exports from Auth0 carry; the values that mean "as usual" have no effect, others would be a lie.
  show_as_button: Type.Optional(Type.Literal(false)),
  authentication: Type.Optional(Type.Object({ active: Type.Literal(true) }, { additionalProperties: false })),
  connected_accounts: Type.Optional(
    Type.Object({ active: Type.Literal(false) }, { additionalProperties: false }),
  ),
  // What is shown may be sent back, as tools do that read, change and write: nothing is taken from it.
  segue: Type.Optional(Type.Object({}, { additionalProperties: true, description: 'Shown only' })),
};

/** A connection in the API's form. */
export const connectionSchema: TSchema = shown('Connection', {
  id: Type.String(),
  name: Type.String(),
  display_name: Type.String(),
  strategy: Type.String(),
  options: jsonObject('The connection options'),
  enabled_clients: Type.Array(Type.String()),
  realms: Type.Array(Type.String()),
  is_domain_connection: Type.Boolean(),
  metadata: jsonObject('Free for the operator'),
  segue: Type.Optional(connectionStateSchema),
});

type WireOptions = Static<typeof optionsSchema>;

/**
 * Options as an operator sends them, in our words; what is left out is off, but brute-force protection, the least length
 * of passwords and their dictionary are on.
 */
export function readOptions(wire: WireOptions = {}): ConnectionOptions {
  const {
    import_mode,
    enabledDatabaseCustomization,
    customScripts,
    configuration,
    requires_username,
    brute_force_protection,
    disable_signup,
    segue,
    ...rest
  } = wire;
  const other = withUsualRules(readOther(rest));
  return {
    importMode: import_mode ?? false,
    enabledDatabaseCustomization: enabledDatabaseCustomization ?? false,
    customScripts: customScripts ?? {},
    configuration: configuration ?? {},
    requiresUsername: requires_username ?? false,
    bruteForceProtection: brute_force_protection ?? true,
    disableSignup: disable_signup ?? false,
    legacyIdPrefix: segue?.legacy_id_prefix ?? '',
    keepUnknownProfileKeys: segue?.keep_unknown_profile_keys ?? false,
    passwordRules: readPasswordRules(other),
    other,
  };
}

function readOther(other: object): JsonObject {
  return isPlainObject(other) ? (other as JsonObject) : {}; // a part of a JSON body
}

/** Options as the API shows them: `configuration` sealed. */
function optionsForm(options: ConnectionOptions): object {
  return {
    ...options.other,
    import_mode: options.importMode,
    enabledDatabaseCustomization: options.enabledDatabaseCustomization,
    customScripts: options.customScripts,
    configuration: options.configuration,
    requires_username: options.requiresUsername,
    brute_force_protection: options.bruteForceProtection,
    disable_signup: options.disableSignup,
    segue: {
      legacy_id_prefix: options.legacyIdPrefix,
      keep_unknown_profile_keys: options.keepUnknownProfileKeys,
    },
  };
}

/** A connection as the API shows it, with the state that it is in. */
export function connectionForm(connection: Connection, needs: ConnectionStateNeeds): object {
  return {
    id: connection.id,
    name: connection.name,
    ...(connection.displayName === null ? {} : { display_name: connection.displayName }),
    strategy: 'auth0',
    options: optionsForm(connection.options),
    enabled_clients: connection.enabledClients,
    realms: connection.realms,
    is_domain_connection: connection.isDomainConnection,
    metadata: connection.metadata,
    ...connectionStateForm(connection, needs),
  };
}
