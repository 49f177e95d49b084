import { once } from 'node:events';
import { createServer } from 'node:http';

/** A legacy system that takes a question and keeps the answer back, as long as the test wants. */
export interface HeldLegacy {
  readonly url: string;
  /** Resolves when it has been asked. */
  readonly asked: Promise<void>;
  /** Lets it answer, this question and all that follow. */
  answer(): void;
  stop(): Promise<void>;
}

export async function startHeldLegacy(): Promise<HeldLegacy> {
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const server = createServer(async (_request, response) => {
    asked.resolve();
    await released.promise;
    response.end('yes');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    asked: asked.promise,
    answer: () => released.resolve(),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
