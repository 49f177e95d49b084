import { syncBuiltinESMExports } from 'node:module';
import { openEgressClient } from './egress-client.mjs';
import { routeNames } from './egress-names.mjs';
import { routeQueries } from './egress-queries.mjs';
import { routeSockets } from './egress-sockets.mjs';

/**
 * Leads every connection and look-up of scripts to the server. This is compatibility: the wall is that the
 * process has no network, where the level of isolation gives it none.
 * @param {{ send: (message: import('../wire.ts').RunnerMessage) => void, Pipe: new (type: number) => any }} channel
 * @param {string} folder where the server's sockets are
 * @returns {(message: import('../wire.ts').EgressAnswer) => void} takes the server's answers
 */
export function installEgressShim({ send, Pipe }, folder) {
  const client = openEgressClient(send);
  routeNames(client);
  routeQueries(client);
  routeSockets({ client, Pipe, folder });
  syncBuiltinESMExports();
  return client.receive;
}
