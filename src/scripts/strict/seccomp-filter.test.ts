import assert from 'node:assert/strict';
import { constants } from 'node:os';
import { describe, it } from 'node:test';
import {
  auditArchitecture,
  newestCall,
  numberOn,
  type Processor,
  refusedCalls,
} from './refused-system-calls.ts';
import { seccompFilter } from './seccomp-filter.ts';

const { EPERM, EACCES, ENOSYS } = constants.errno;
const allowed = 0x7fff_0000;
const killed = 0x8000_0000;
const failed = (errno: number): number => 0x0005_0000 | errno;

const otherNumbers = {
  x64: { read: 0, write: 1, openat: 257, execve: 59, futex: 202, clone: 56, socket: 41, connect: 42 },
  arm64: { read: 63, write: 64, openat: 56, execve: 221, futex: 98, clone: 220, socket: 198, connect: 203 },
} as const;
const threadFlags = 0x003d_0f00; // as glibc makes threads
const namespaceFlags = [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000];

for (const processor of ['x64', 'arm64'] as const) {
  describe(`the system call filter on ${processor}`, () => {
    const answer = (number: number, ...args: number[]): number => run(processor, number, args);
    const { clone, socket, ...harmless } = otherNumbers[processor];

    it('allows what Node lives on', () => {
      for (const [name, number] of Object.entries(harmless)) assert.equal(answer(number), allowed, name);
    });

    it('refuses every call of the list', () => {
      for (const calls of Object.values(refusedCalls)) {
        for (const [name, numbers] of Object.entries(calls)) {
          const number = numberOn(processor, numbers);
          if (number !== undefined) assert.equal(answer(number), failed(EPERM), name);
        }
      }
    });

    it('allows threads, and neither processes nor namespaces', () => {
      assert.equal(answer(clone, threadFlags), allowed);
      assert.equal(answer(clone, constants.signals.SIGCHLD), failed(EPERM));
      for (const flag of namespaceFlags) assert.equal(answer(clone, threadFlags | flag), failed(EPERM));
      assert.equal(answer(435, threadFlags), failed(ENOSYS), 'clone3');
    });

    it('allows unix sockets and the list of interfaces, and no other sockets', () => {
      assert.equal(answer(socket, 1, 0x80801, 0), allowed);
      assert.equal(answer(socket, 16, 3, 0), allowed);
      assert.equal(answer(socket, 16, 3, 12), failed(EACCES), 'netfilter');
      for (const type of [2, 3, 5])
        assert.equal(answer(socket, 1, 0x80800 | type, 0), failed(EACCES), 'no stream');
      for (const family of [2, 10, 17, 38, 40]) assert.equal(answer(socket, family, 1, 0), failed(EACCES));
    });

    it('types nothing into a terminal', () => {
      const ioctl = processor === 'x64' ? 16 : 29;
      assert.equal(answer(ioctl, 0, 0x5401), allowed);
      for (const request of [0x5412, 0x541c]) assert.equal(answer(ioctl, 0, request), failed(EPERM));
    });

    it('signals no process group', () => {
      const kill = processor === 'x64' ? 62 : 129;
      assert.equal(answer(kill, 0, 9), failed(EPERM));
      assert.equal(answer(kill, 1, 10), allowed);
    });

    it('does not let go of its parent', () => {
      const prctl = processor === 'x64' ? 157 : 167;
      assert.equal(answer(prctl, 1, 0), failed(EPERM));
      assert.equal(answer(prctl, 15), allowed, 'the name of a thread');
    });

    it('maps no memory that it could hide', () => {
      const mmap = processor === 'x64' ? 9 : 222;
      const map = (flags: number): number => answer(mmap, 0, 4096, 3, flags, -1);
      for (const flags of [0x21, 0x23]) assert.equal(map(flags), failed(EPERM));
      for (const flags of [0x22, 0x02, 0x01]) assert.equal(map(flags), allowed);
    });

    it('knows no calls but those of its own table', () => {
      assert.equal(answer(newestCall + 1), failed(ENOSYS));
      assert.equal(answer(0x4000_0000), failed(ENOSYS), 'x32');
      assert.equal(answer(0xffff_ffff), failed(ENOSYS));
      assert.equal(run(processor, 0, [], 0x4000_0003), killed, '32-bit x86');
    });
  });
}

it('there is no filter for a processor that it does not know', () => {
  assert.throws(() => seccompFilter('riscv64'), RangeError);
});

/** Runs the program as the kernel does, on one system call. */
function run(processor: Processor, number: number, args: readonly number[], architecture?: number): number {
  const input = Buffer.alloc(64);
  input.writeUInt32LE(number, 0);
  input.writeUInt32LE(architecture ?? auditArchitecture[processor], 4);
  for (const [index, arg] of args.entries()) input.writeUInt32LE(arg >>> 0, 16 + 8 * index);
  const program = Buffer.from(seccompFilter(processor));
  let accumulator = 0;
  for (let at = 0; at < program.length; at += 8) {
    const operand = program.readUInt32LE(at + 4);
    const jump = (condition: boolean): void => {
      at += 8 * program.readUInt8(at + (condition ? 2 : 3));
    };
    switch (program.readUInt16LE(at)) {
      case 0x20:
        accumulator = input.readUInt32LE(operand);
        break;
      case 0x15:
        jump(accumulator === operand);
        break;
      case 0x35:
        jump(accumulator >= operand);
        break;
      case 0x45:
        jump((accumulator & operand) !== 0);
        break;
      case 0x06:
        return operand;
      default:
        throw new Error('an instruction that the kernel does not know');
    }
  }
  throw new Error('the program ran off its end');
}
