import type { Socket } from 'node:net';

export interface RelayEvents {
  /** Bytes that are about to be passed on. */
  carried(bytes: number): void;
  /** The far side broke off, with this error. */
  broken(error: Error): void;
}

/** Passes bytes both ways, as fast as the slower side takes them; the end of one direction ends that direction. */
export function relay(inside: Socket, outside: Socket, events: RelayEvents): void {
  if (outside.errored !== null) events.broken(outside.errored);
  outside.on('error', (error) => events.broken(error));
  // The process is gone, or the script threw its socket away with something unread.
  inside.on('error', () => outside.destroy());
  for (const [from, to] of [
    [inside, outside],
    [outside, inside],
  ] as const) {
    from.on('data', (chunk: Buffer) => events.carried(chunk.length));
    from.pipe(to);
  }
}
