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
  kill,
  mmap,
  newestCall,
  numberOn,
  type Processor,
  prctl,
  refusedCalls,
  socket,
} from './refused-system-calls.ts';

/** Where `struct seccomp_data` has what a filter looks at; of an argument, its lower half. */
const offset = { number: 0, architecture: 4, argument: (index: number): number => 16 + 8 * index };

const allow = answerWith(0x7fff_0000);
const endProcess = answerWith(0x8000_0000);
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
/** What every type of socket but a stream has: datagrams would queue in the kernel, unseen by the watch. */
const noStream = 0xe;
const netlinkFamily = 16;
const netlinkRoute = 0;
/** Unix sockets lead to the server. Netlink's list of interfaces is what `os.networkInterfaces` reads. */
const unixOnly: readonly Instruction[] = [
  load(offset.argument(0)),
  ...whenEqual(unixFamily, [load(offset.argument(1)), ...whenAnyBit(noStream, [failWith(EACCES)]), allow]),
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
 * Process 0 is the caller's process group. A namespace does not bound it: the server and the runners of other
 * connections are in it.
 */
const notItsGroup: readonly Instruction[] = [
  load(offset.argument(0)),
  ...whenEqual(0, [failWith(EPERM)]),
  allow,
];

/** What makes it end with the server. */
const endWithParent = 1; // PR_SET_PDEATHSIG
const staysBound: readonly Instruction[] = [
  load(offset.argument(0)),
  ...whenEqual(endWithParent, [failWith(EPERM)]),
  allow,
];

/** Memory that is shared with nobody and can be hidden from the watch by unmapping it for a while. */
const shared = 0x01;
const anonymous = 0x20;
const noHiddenMemory: readonly Instruction[] = [
  load(offset.argument(3)),
  ...whenAnyBit(anonymous, whenAnyBit(shared, [failWith(EPERM)])),
  allow,
];

/**
 * The filter that every system call of a strict runner passes, for bubblewrap's `--seccomp`: one process and
 * its threads, no sockets but streams of unix, and nothing of {@link refusedCalls}. A call by another processor's
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
    ...unlessEqual(auditArchitecture[processor], [endProcess]),
    load(offset.number),
    ...whenAtLeast(newestCall + 1, [failWith(ENOSYS)]),
    ...whenCall(processor, clone3, [failWith(ENOSYS)]),
    ...whenCall(processor, clone, threadsOnly),
    ...whenCall(processor, socket, unixOnly),
    ...whenCall(processor, ioctl, noTyping),
    ...whenCall(processor, kill, notItsGroup),
    ...whenCall(processor, prctl, staysBound),
    ...whenCall(processor, mmap, noHiddenMemory),
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
