import { type Connection, configurationPlace, egressAllowOf, scriptVersion } from '../accounts/index.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import type { ActionScripts } from '../scripts/index.ts';

export type OpenedScripts =
  | { readonly is: 'open'; readonly scripts: ActionScripts }
  /** A value of the configuration was sealed under a key that is no longer there. */
  | { readonly is: 'sealed-elsewhere'; readonly key: string };

/**
 * Makes the function that gives a connection's scripts with their configuration in clear. The newest version of each
 * connection is kept, and given out as the same object: the runner keeps what it has worked out for it.
 */
export function createScriptOpener(sealer: Pick<Sealer, 'open'>): (connection: Connection) => OpenedScripts {
  const newest = new Map<string, ActionScripts>();
  return (connection) => {
    const version = scriptVersion(connection);
    const known = newest.get(connection.id);
    if (known?.version === version) return { is: 'open', scripts: known };
    const opened = openScripts(sealer, connection, version);
    if (opened.is === 'open') newest.set(connection.id, opened.scripts);
    return opened;
  };
}

function openScripts(sealer: Pick<Sealer, 'open'>, connection: Connection, version: string): OpenedScripts {
  const { id, options } = connection;
  const configuration: Record<string, string> = {};
  for (const [key, sealed] of Object.entries(options.configuration)) {
    const plain = sealer.open(sealed, configurationPlace(id, key));
    if (plain === undefined) return { is: 'sealed-elsewhere', key };
    configuration[key] = plain;
  }
  const { login, get_user } = options.customScripts;
  const sources = {
    ...(login === undefined ? {} : { login }),
    ...(get_user === undefined ? {} : { get_user }),
  };
  return { is: 'open', scripts: { version, sources, configuration, ...egressOf(connection) } };
}

/** What cannot be read allows nothing, and is named at the call. */
function egressOf(connection: Connection): Pick<ActionScripts, 'egress'> {
  const allow = egressAllowOf(connection);
  return allow === undefined ? {} : { egress: { allow: allow === null ? [''] : allow.map(String) } };
}
