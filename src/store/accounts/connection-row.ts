import { type Connection, type ConnectionOptions, readPasswordRules } from '../../accounts/index.ts';
import { fromJson, toJson } from '../json-text.ts';
import type { ConnectionRow } from '../tables.ts';
import { toFlag } from './user-row.ts';

/** The connection that a row holds, with the clients that may use it. */
export function connectionFromRow(row: ConnectionRow, enabledClients: readonly string[]): Connection {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    realms: fromJson(row.realms),
    isDomainConnection: row.is_domain_connection === 1,
    enabledClients,
    metadata: fromJson(row.metadata),
    options: withPasswordRules(fromJson(row.options)),
    refusalPeriodMs: row.refusal_period_ms,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Options written before passwords had rules: what the operator had sent is kept in `other`, and is read from there. */
function withPasswordRules(
  options: Omit<ConnectionOptions, 'passwordRules'> & Partial<ConnectionOptions>,
): ConnectionOptions {
  return { ...options, passwordRules: options.passwordRules ?? readPasswordRules(options.other) };
}

/** The row that holds a connection. */
export function rowFromConnection(connection: Connection): ConnectionRow {
  return {
    id: connection.id,
    name: connection.name,
    display_name: connection.displayName,
    realms: toJson(connection.realms),
    is_domain_connection: toFlag(connection.isDomainConnection),
    metadata: toJson(connection.metadata),
    options: toJson(connection.options),
    refusal_period_ms: connection.refusalPeriodMs,
    created_at: connection.createdAt,
    updated_at: connection.updatedAt,
  };
}
