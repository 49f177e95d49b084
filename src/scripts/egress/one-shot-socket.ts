import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';

/** A runner accepts within a millisecond; one that stands still for longer than this is about to be killed. */
const acceptWithinMs = 5_000;

/** A unix socket that is there for one connection. */
export interface OneShotSocket {
  /** Its file name in the folder: 128 bits that nobody else can guess. */
  readonly name: string;
  close(): void;
}

/** 22 characters that nobody can guess. */
export function randomName(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * Listens for one connection for five seconds; the file is gone from the folder once it is accepted.
 * `onEnd` is called, once, with that connection or with undefined when none came.
 */
export async function listenOnce(
  folder: string,
  onEnd: (socket: Socket | undefined) => void,
): Promise<OneShotSocket> {
  const name = randomName();
  const server = createServer({ allowHalfOpen: true });
  let ended = false;
  const end = (socket?: Socket): void => {
    clearTimeout(timer);
    server.close();
    if (ended) socket?.destroy();
    else onEnd(socket);
    ended = true;
  };
  const timer = setTimeout(end, acceptWithinMs);
  server.on('connection', end);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // A runner under another user id must be able to write to it; who may find it, the folder decides.
    server.listen({ path: `${folder}/${name}`, backlog: 1, readableAll: true, writableAll: true }, resolve);
  }).catch((error: unknown) => {
    clearTimeout(timer);
    throw error;
  });
  return { name, close: () => end() };
}
