import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on this machine that can be shut: whoever comes is refused, and whoever is connected is cut off. */
export interface Gate {
  /** On loopback; the same after `reopen`. */
  readonly port: number;
  shut(): Promise<void>;
  reopen(): Promise<void>;
}

/** Opens a gate before a port of loopback; it must be shut at the end. */
export async function openGate(targetPort: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const server = createServer((visitor) => {
    const inside = connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [visitor, inside],
      [inside, visitor],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket));
      socket.pipe(other);
    }
  });
  const listen = async (port: number): Promise<number> => {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
    return address.port;
  };
  const port = await listen(0);
  return {
    port,
    async shut() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    reopen: async () => void (await listen(port)),
  };
}
