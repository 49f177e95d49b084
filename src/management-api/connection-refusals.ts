import type { OptionsFault } from '../accounts/index.ts';
import { type Answer, refuse } from '../http/index.ts';
import type { TenantStore } from '../tenant/index.ts';

/** The answer to a connection that cannot be as it is asked for. */
export function refuseConnection(
  fault: OptionsFault | { readonly outcome: 'misplaced-secret'; readonly key: string },
): Answer {
  switch (fault.outcome) {
    case 'migration-incomplete':
      return refuse(
        400,
        'invalid_body',
        `options.import_mode needs what is missing here: ${fault.missing.map((name) => `options.${name}`).join(', ')}.`,
      );
    case 'invalid-script':
      return refuse(400, 'invalid_body', `options.customScripts.${fault.script}: ${fault.reason}`);
    case 'misplaced-secret':
      return refuse(
        400,
        'invalid_body',
        `options.configuration.${fault.key.slice(0, 128)} is not the sealed value that is stored here: send it in clear.`,
      );
    case 'invalid':
      return refuse(400, 'invalid_body', `options: ${fault.reason}`);
  }
}

/** Refuses client ids that no client has; `undefined` when all are there. */
export async function refuseUnknownClients(
  { clients }: Pick<TenantStore, 'clients'>,
  clientIds: readonly string[],
): Promise<Answer | undefined> {
  for (const clientId of new Set(clientIds)) {
    if ((await clients.find(clientId)) === undefined) {
      return refuse(400, 'invalid_body', `No client has the id ${clientId.slice(0, 128)}.`);
    }
  }
  return undefined;
}
