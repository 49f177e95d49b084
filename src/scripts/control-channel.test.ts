import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lineOf, readLines } from './control-channel.ts';

/** Feeds chunks to a reader and gives what it made of them. */
function feed(
  chunks: readonly Buffer[],
  onLine: (line: string) => boolean = () => true,
): { lines: string[]; tooLong: number } {
  const socket = new Socket();
  const read = { lines: [] as string[], tooLong: 0 };
  const take = (line: string): boolean => {
    read.lines.push(line);
    return onLine(line);
  };
  readLines(socket, take, () => {
    read.tooLong += 1;
  });
  for (const chunk of chunks) socket.emit('data', chunk);
  socket.destroy();
  return read;
}

describe('control channel', () => {
  it('reads the same lines wherever the chunks are cut, also inside a character', () => {
    const lines = ['{"a":1}', '', 'ü€😀', 'x'.repeat(300)];
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
        assert.deepEqual(feed(chunks).lines, lines);
      }),
    );
  });

  it('reads a line of 1 MB and stops at a longer one, whole or unfinished', () => {
    const most = Buffer.alloc(1_048_576, 'x');
    assert.equal(feed([most, Buffer.from('\n')]).lines[0]?.length, 1_048_576);
    assert.deepEqual(feed([most, Buffer.from('x')]), { lines: [], tooLong: 1 }, 'no end in sight');
    assert.deepEqual(feed([most, Buffer.from('x'), Buffer.from('x\nnext\n')]), { lines: [], tooLong: 1 });
    assert.deepEqual(feed([Buffer.concat([most, Buffer.from('x\nnext\n')])]), { lines: [], tooLong: 1 });
  });

  it('reads nothing more when it is told to stop', () => {
    assert.deepEqual(feed([Buffer.from('a\nb\n'), Buffer.from('c\n')], () => false).lines, ['a']);
  });

  it('writes no line over 1 MB', () => {
    const call = { type: 'call', id: 1, script: 'login', args: ['x'.repeat(1_048_576)] } as const;
    assert.equal(lineOf(call), undefined);
    assert.equal(lineOf({ type: 'ping' }), '{"type":"ping"}\n');
  });
});
