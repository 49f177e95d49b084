import type { JsonObject, JsonValue } from '../../../lib/json.ts';
import type { SegueApi } from '../api/segue-api.ts';
import { exitCodes, Failure } from '../failure.ts';
import { findOrExplain } from '../find-or-explain.ts';
import type { Setting } from '../read-changes.ts';
import { readConfiguration, readText } from '../read-input.ts';
import type { Resource } from '../resource/resource.ts';
import { pairsOf, textAt, valueAt } from '../show.ts';
import { optionSwitch, optionText, optionTexts, type VerbRequest } from '../verb.ts';

/** Connections, by name or by id. */
export const connections: Resource = {
  one: 'connection',
  path: 'connections',
  columns: [
    { title: 'connection', of: (connection) => textAt(connection, 'name'), gives: true },
    { title: 'id', of: (connection) => textAt(connection, 'id') },
    {
      title: 'import',
      of: (connection) => (isImporting(connection) ? 'on' : 'off'),
      paint: (connection) => (isImporting(connection) ? 'green' : 'dim'),
    },
    {
      title: 'legacy',
      of: legacyState,
      paint: (connection) => (legacyState(connection) === 'closed' ? 'green' : 'red'),
    },
    { title: 'clients', of: (connection) => String(lengthAt(connection, 'enabled_clients')) },
  ],
  idOf: (connection) => textAt(connection, 'id'),
  titleOf: (connection) => `${textAt(connection, 'name')} ${textAt(connection, 'id')}`,
  card,
  find: findConnection,
  settings,
};

/** Of the circuit breaker; empty where nothing is asked. */
function legacyState(connection: JsonObject): string {
  return textAt(connection, 'segue.legacy.state');
}

function isImporting(connection: JsonObject): boolean {
  return valueAt(connection, 'options.import_mode') === true;
}

function lengthAt(object: JsonObject, path: string): number {
  const value: JsonValue | undefined = valueAt(object, path);
  return Array.isArray(value) ? value.length : 0;
}

/** Scripts by their length: `segue scripts pull` gets them. */
function card(connection: JsonObject): readonly (readonly [string, string])[] {
  return pairsOf(connection).map(([name, text]) => {
    const isScript = name.startsWith('options.customScripts.');
    return isScript ? [name, `${text.split('\n').length} lines`] : [name, text];
  });
}

async function findConnection(segue: SegueApi, named: string): Promise<JsonObject> {
  const [connection] = await segue.getList('connections', { name: named });
  if (connection !== undefined) return connection;
  return findOrExplain(segue, `connections/${encodeURIComponent(named)}`, {
    message: `there is no connection ${named}`,
    advice: 'A connection is named by name or by id: segue connections list shows both.',
  });
}

async function settings(request: VerbRequest, how: 'create' | 'update'): Promise<readonly Setting[]> {
  const name = request.args[0] ?? '';
  const created: readonly Setting[] = [
    { path: ['name'], value: name },
    { path: ['strategy'], value: 'auth0' },
  ];
  const enabled = optionTexts(request, 'client');
  return [
    ...(how === 'create' ? created : []),
    ...(enabled.length === 0 ? [] : [{ path: ['enabled_clients'] as const, value: enabled }]),
    ...(await scriptSettings(request)),
    ...importSettings(request),
  ];
}

/** What `--login`, `--get-user` and `--configuration` say. */
export async function scriptSettings(request: VerbRequest): Promise<readonly Setting[]> {
  const found: Setting[] = [];
  for (const [option, script] of [
    ['login', 'login'],
    ['getUser', 'get_user'],
  ] as const) {
    const file = optionText(request, option);
    if (file !== undefined)
      found.push({ path: ['options', 'customScripts', script], value: await readText(file) });
  }
  const file = optionText(request, 'configuration');
  const configuration = file === undefined ? {} : await readConfiguration(file);
  if (file !== undefined && Object.keys(configuration).length === 0) {
    throw new Failure(exitCodes.badData, `${file} has no line KEY=value`);
  }
  for (const [key, value] of Object.entries(configuration)) {
    found.push({ path: ['options', 'configuration', key], value });
  }
  return found;
}

function importSettings(request: VerbRequest): readonly Setting[] {
  const wanted = optionSwitch(request, 'importMode');
  if (wanted === undefined) return [];
  const on: Setting = { path: ['options', 'enabledDatabaseCustomization'], value: true };
  return [...(wanted ? [on] : []), { path: ['options', 'import_mode'], value: wanted }];
}
