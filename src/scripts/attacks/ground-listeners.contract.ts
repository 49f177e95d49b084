import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { type AddressInfo, createServer, type ListenOptions, type Server } from 'node:net';
import { join } from 'node:path';
import type { HostAndPort } from '../index.ts';

/** Listeners that attacks are aimed at, and the legacy system that scripts may reach. */
export interface GroundListeners {
  readonly targets: Readonly<Record<string, string>>;
  readonly own: readonly HostAndPort[];
  close(): void;
}

/** Opens them; the legacy system echoes, the others tell when they are reached. */
export async function openGroundListeners(
  folder: string,
  onHit: (what: string) => void,
): Promise<GroundListeners> {
  const abstract = `segue-ground-${process.pid}`;
  const socketFile = join(folder, 'host.sock');
  const legacy = await listen({ port: 0, host: '127.0.0.1' });
  const own = await listen({ port: 0, host: '0.0.0.0' }, () => onHit("Segue's own port"));
  const forbidden = await listen({ port: portOf(legacy), host: '127.0.0.2' }, () =>
    onHit('a port that the connection may not reach'),
  );
  const unix = await listen({ path: socketFile }, () => onHit('a socket of the host'));
  chmodSync(socketFile, 0o777);
  const hidden = await listen({ path: `\0${abstract}` }, () => onHit('an abstract socket of the host'));
  const datagrams = createSocket('udp4', () => onHit('a UDP port')).bind(0, '127.0.0.1');
  await once(datagrams, 'listening');
  return {
    targets: {
      LEGACY: String(portOf(legacy)),
      OWN: String(portOf(own)),
      UDP: String(datagrams.address().port),
      UNIX: socketFile,
      ABSTRACT: abstract,
    },
    own: [{ host: '0.0.0.0', port: portOf(own) }],
    close: () => {
      for (const server of [legacy, own, forbidden, unix, hidden]) server.close();
      datagrams.close();
    },
  };
}

async function listen(where: ListenOptions, onConnection: () => void = () => {}): Promise<Server> {
  const server = createServer((socket) => {
    onConnection();
    socket.on('error', () => {}).pipe(socket);
  });
  server.listen(where);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
