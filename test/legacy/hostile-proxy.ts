import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What a legacy system in trouble does with who comes, and with who is connected already. */
export const troubles = [
  /** Takes connections and questions, and says nothing. */
  'hangs',
  /** Begins to answer a question, and says no more. */
  'hangs-midway',
  /** Says everything, later than anybody waits. */
  'slow',
  /** Breaks off whatever is said to it. */
  'resets',
  /** Begins to answer a question, and breaks off. */
  'resets-midway',
  /** Begins to answer a question, and hangs up as if all were said. */
  'closes-midway',
  /** Nobody listens; connections are broken off. */
  'refuses',
] as const;

export type Trouble = (typeof troubles)[number];

/** A way to a legacy system over TCP that can be put into trouble. */
export interface HostileProxy {
  /** Of loopback; the same all the time. */
  readonly port: number;
  /**
   * `well`: questions from now on are answered; connections in trouble are not told, as after a network's outage.
   */
  feel(mood: Trouble | 'well'): Promise<void>;
  /** How often somebody has connected or asked, not counting whom nobody heard. */
  heard(): number;
  stop(): Promise<void>;
}

/** Longer than the deadline of the scripts in these tests. */
const slowMs = 30_000;

/** What is kept back of an answer that stops midway: no protocol takes the rest for the whole. */
const keptBackBytes = 5;

/** @param question what is in every question that is asked over it, once who asks has been let in */
export async function openHostileProxy(targetPort: number, question: string): Promise<HostileProxy> {
  const sockets = new Set<Socket>();
  let mood: Trouble | 'well' = 'well';
  let heard = 0;

  function greet(visitor: Socket): void {
    heard += 1;
    keep(visitor);
    if (mood === 'resets') visitor.resetAndDestroy();
    else pass(visitor, keep(connect(targetPort, '127.0.0.1')));
  }

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  }

  /** A connection that has met trouble stays in it. */
  function pass(visitor: Socket, inside: Socket): void {
    let isLost = false;
    let wasAsked = false;
    visitor.on('close', () => inside.destroy());
    inside.on('close', () => {
      if (!isLost) visitor.destroy();
    });
    visitor.on('data', (chunk) => {
      heard += 1;
      wasAsked = chunk.includes(question);
      isLost ||= mood === 'hangs';
      if (mood === 'resets') visitor.resetAndDestroy();
      else if (!isLost) inside.write(chunk);
    });
    inside.on('data', (chunk) => {
      isLost ||= mood === 'hangs';
      if (isLost) return;
      if (mood === 'slow') setTimeout(() => visitor.write(chunk), slowMs).unref();
      else if (wasAsked && mood.endsWith('-midway')) {
        isLost = true;
        stopMidway(visitor, chunk);
      } else visitor.write(chunk);
    });
  }

  function stopMidway(visitor: Socket, chunk: Buffer): void {
    const end = mood === 'resets-midway' ? () => visitor.resetAndDestroy() : () => visitor.end();
    visitor.write(chunk.subarray(0, -keptBackBytes), mood === 'hangs-midway' ? undefined : end);
  }

  const listen = async (port: number): Promise<Server> => {
    const server = createServer(greet);
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return server;
  };
  const close = async (server: Server): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  let server: Server | undefined = await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  const { port } = address;
  return {
    port,
    async feel(next) {
      mood = next;
      if (next !== 'refuses') server ??= await listen(port);
      else if (server !== undefined) {
        await close(server);
        server = undefined;
      }
    },
    heard: () => heard,
    async stop() {
      if (server !== undefined) await close(server);
    },
  };
}
