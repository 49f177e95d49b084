import { constants } from 'node:os';
import {
  answerWith,
  assemble,
  type Instruction,
  load,
  unlessEqual,
  whenAnyBit,
  whenAtLeast,
  whenEqual,
} from './bpf.ts';
import {
  auditArchitecture,
  clone,
  clone3,
  ioctl,
  newestCall,
  numberOn,
  type Processor,
  refusedCalls,
  socket,
} from './refused-system-calls.ts';

/** Where `struct seccomp_data` has what a filter looks at; of an argument, its lower half. */
const offset = { number: 0, architecture: 4, argument: (index: number): number => 16 + 8 * index };

const allow = answerWith(0x7fff_0000);
const kill = answerWith(0x8000_0000);
const failWith = (errno: number): Instruction => answerWith(0x0005_0000 | errno);
const { EPERM, EACCES, ENOSYS } = constants.errno;

/** A thread of this process, which nothing but `clone` makes any more. */
const cloneThread = 0x0001_0000;
/** Mount, cgroup, uts, ipc, user, pid and network namespaces. */
const cloneNamespaces = 0x7e02_0000;
const threadsOnly: readonly Instruction[] = [
  load(offset.argument(0)),
  ...whenAnyBit(cloneNamespaces, [failWith(EPERM)]),
  ...whenAnyBit(cloneThread, [allow]),
  failWith(EPERM),
];

const unixFamily = 1;
const netlinkFamily = 16;
const netlinkRoute = 0;
/** Unix sockets lead to the server. Netlink's list of interfaces is what `os.networkInterfaces` reads. */
const unixOnly: readonly Instruction[] = [
  load(offset.argument(0)),
  ...whenEqual(unixFamily, [allow]),
  ...whenEqual(netlinkFamily, [load(offset.argument(2)), ...whenEqual(netlinkRoute, [allow])]),
  failWith(EACCES),
];

/** What is typed into a terminal, by a program that shares it with the server's operator. */
const typeIntoTerminal = 0x5412; // TIOCSTI
const typeIntoConsole = 0x541c; // TIOCLINUX
const noTyping: readonly Instruction[] = [
  load(offset.argument(1)),
  ...whenEqual(typeIntoTerminal, [failWith(EPERM)]),
  ...whenEqual(typeIntoConsole, [failWith(EPERM)]),
  allow,
];

/**
 * The filter that every system call of a strict runner passes, for bubblewrap's `--seccomp`: one process and
 * its threads, no sockets but unix ones, and nothing of {@link refusedCalls}. A call by another processor's
 * table, as 32-bit programs make it, ends the process; x32 calls, and those that are younger than our list,
 * are not implemented.
 *
 * @throws RangeError on a processor that the filter does not know
 */
export function seccompFilter(processor: string = process.arch): Uint8Array {
  if (processor !== 'x64' && processor !== 'arm64')
    throw new RangeError(`There is no system call filter for ${processor}.`);
  const refused = Object.values(refusedCalls).flatMap((group) => Object.values(group));
  return assemble([
    load(offset.architecture),
    ...unlessEqual(auditArchitecture[processor], [kill]),
    load(offset.number),
    ...whenAtLeast(newestCall + 1, [failWith(ENOSYS)]),
    ...whenCall(processor, clone3, [failWith(ENOSYS)]),
    ...whenCall(processor, clone, threadsOnly),
    ...whenCall(processor, socket, unixOnly),
    ...whenCall(processor, ioctl, noTyping),
    ...refused.flatMap((numbers) => whenCall(processor, numbers, [failWith(EPERM)])),
    allow,
  ]);
}

function whenCall(
  processor: Processor,
  numbers: Parameters<typeof numberOn>[1],
  then: readonly Instruction[],
): readonly Instruction[] {
  const number = numberOn(processor, numbers);
  return number === undefined ? [] : whenEqual(number, then);
}
