import type { Socket } from 'node:net';
import { maxLineBytes } from './runner/protocol.mjs';
import type { ServerMessage } from './wire.ts';

const newline = 0x0a;

/** The text of a message, or undefined when it is longer than a line may be. */
export function lineOf(message: ServerMessage): string | undefined {
  const line = JSON.stringify(message);
  return Buffer.byteLength(line) > maxLineBytes ? undefined : `${line}\n`;
}

/**
 * Writes lines to a socket, those of one turn of the event loop in one piece: writing is what most of a small call's time
 * goes to.
 */
export function lineWriter(socket: Pick<Socket, 'write'>): (line: string) => void {
  let lines = '';
  const flush = (): void => {
    const text = lines;
    lines = '';
    socket.write(text);
  };
  return (line) => {
    if (lines === '') process.nextTick(flush);
    lines += line;
  };
}

/**
 * Reads lines of at most 1 MB from a socket that a hostile process writes to. Holds at most one unfinished
 * line in memory. `onLine` may answer false, and a longer line has the same effect: nothing more is read.
 */
export function readLines(socket: Socket, onLine: (line: string) => boolean, onTooLong: () => void): void {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let stopped = false;

  const take = (chunk: Buffer): boolean => {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      if (restBytes + end - start > maxLineBytes) return false;
      const line = chunk.subarray(start, end);
      const whole = rest.length === 0 ? line : Buffer.concat([...rest, line]);
      rest = [];
      restBytes = 0;
      start = end + 1;
      if (!onLine(whole.toString('utf8'))) {
        stopped = true;
        return true;
      }
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    restBytes += chunk.length - start;
    return restBytes <= maxLineBytes;
  };

  socket.on('data', (chunk: Buffer) => {
    if (stopped || take(chunk)) return;
    stopped = true;
    rest = [];
    onTooLong();
  });
}
