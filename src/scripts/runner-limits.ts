/** Bounds of the runner processes; every one can be set by whoever composes the server. */
export interface RunnerLimits {
  /** From the call to its answer. A browser and most proxies give up after 30 s. */
  readonly deadlineMs: number;
  /** Calls at once in one process: about what a small legacy database gives one client in connections. */
  readonly maxInFlight: number;
  /** Calls that wait for a place. The 257th would wait for most of its deadline. */
  readonly maxQueued: number;
  /** V8's old space. Drivers and a profile need 30 MB. */
  readonly heapMb: number;
  /** Resident memory of the process: Buffers are outside V8's limit. */
  readonly rssMb: number;
  /** An event loop that stands still for longer is an endless loop; a synchronous bcrypt takes half of it. */
  readonly blockedMs: number;
  /** From spawn to greeting; 30 ms on an idle machine. */
  readonly startMs: number;
  /** A process without calls ends after this. */
  readonly idleMs: number;
  /** Processes of all connections together, 60 MB each. */
  readonly maxProcesses: number;
  /**
   * A process is replaced after this many calls, and after this time: leaks in scripts stay small. The first calls of a
   * process are slow, some hundreds: after 10,000 they were one in a hundred of all calls.
   */
  readonly maxCalls: number;
  readonly maxAgeMs: number;
}

export const defaultLimits: RunnerLimits = {
  deadlineMs: 20_000,
  maxInFlight: 16,
  maxQueued: 256,
  heapMb: 128,
  rssMb: 384,
  blockedMs: 2_000,
  startMs: 10_000,
  idleMs: 300_000,
  maxProcesses: 32,
  maxCalls: 100_000,
  maxAgeMs: 3_600_000,
};

/** How often memory and event loops are looked at: a script that allocates 1 GB/s passes its limit by 75 MB. */
export const watchMs = 75;

/** Node has 11 with its pool at work. A script that makes them by the hundred leaves the server no processor. */
export const maxThreads = 64;

/** A process above this share of its memory limit is replaced while it can still finish its calls. */
export const retireAtMemoryShare = 0.8;

/** Calls that missed their deadline and may still run inside; that many, and the process is replaced. */
export const maxAbandoned = 16;

/**
 * So many in a row, and its pool may be full of connections that an outage has lost without a word; as many open the
 * breaker, so that the call which closes it finds a new process.
 */
export const maxUnansweredInARow = 5;

/** Answers that wait for a process which asks and does not read; beyond this it is hostile. */
export const maxUnreadBytes = 4_194_304;

/** Lines that answer nothing: this many, and some for each call, before a process counts as hostile. */
export const maxStrays = 100;
export const straysPerCall = 5;

/** And this many characters of them: late answers may be long, but few of them are. */
export const maxStrayCharacters = 2_097_152;

/**
 * Living processes of one connection: one takes calls, others finish theirs after a change, or run a suspect of a death.
 * However many it could use, more of them would be the others'.
 */
export const maxConnectionProcesses = 4;

/** Suspects of a death run alone, in this many of them: who is no suspect finds a place. */
export const maxSuspectProcesses = 3;
