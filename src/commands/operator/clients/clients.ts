import { findOrExplain } from '../find-or-explain.ts';
import type { Setting } from '../read-changes.ts';
import type { Resource } from '../resource/resource.ts';
import { pairsOf, textAt } from '../show.ts';
import { optionText, optionTexts, type VerbRequest } from '../verb.ts';

/** Applications, by client id. */
export const clients: Resource = {
  one: 'client',
  path: 'clients',
  columns: [
    { title: 'client', of: (client) => textAt(client, 'client_id') },
    { title: 'name', of: (client) => textAt(client, 'name'), gives: true },
    { title: 'type', of: (client) => textAt(client, 'app_type') },
    { title: 'grants', of: (client) => textAt(client, 'grant_types'), gives: true },
  ],
  idOf: (client) => textAt(client, 'client_id'),
  titleOf: (client) => `${textAt(client, 'name')} ${textAt(client, 'client_id')}`,
  card: (client) => pairsOf(client),
  find: (segue, named) =>
    findOrExplain(segue, `clients/${encodeURIComponent(named)}`, {
      message: `there is no client ${named}`,
      advice: 'A client is named by its client id: segue clients list shows them.',
    }),
  settings,
};

/** Short names of what is written out as a URL. */
const grantNames: Readonly<Record<string, string>> = {
  'password-realm': 'http://auth0.com/oauth/grant-type/password-realm',
};

async function settings(request: VerbRequest, how: 'create' | 'update'): Promise<readonly Setting[]> {
  const name = how === 'create' ? request.args[0] : optionText(request, 'name');
  const type = optionText(request, 'type');
  const grants = optionTexts(request, 'grant').map((grant) => grantNames[grant] ?? grant);
  const callbacks = optionTexts(request, 'callback');
  return [
    ...(name === undefined ? [] : [{ path: ['name'] as const, value: name }]),
    ...(type === undefined ? [] : [{ path: ['app_type'] as const, value: type }]),
    ...(grants.length === 0 ? [] : [{ path: ['grant_types'] as const, value: grants }]),
    ...(callbacks.length === 0 ? [] : [{ path: ['callbacks'] as const, value: callbacks }]),
  ];
}
