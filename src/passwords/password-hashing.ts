import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { createHashQueue } from './hash-queue.ts';

/** Today's parameters of argon2id. */
export interface Argon2Parameters {
  readonly memoryKib: number;
  readonly iterations: number;
  readonly lanes: number;
}

// OWASP Password Storage Cheat Sheet, argon2id, second of the equivalent settings.
const owasp: Argon2Parameters = { memoryKib: 19_456, iterations: 2, lanes: 1 };

// At 5 ms a hash, 512 in the queue of a two-core machine wait about 1.3 s; whoever comes later had better come again.
const mostWaiting = 512;

/** Hashes and verifies with today's algorithm; fits the port `PasswordHasher` of the accounts. */
export interface PasswordHashing {
  hasRoom(): boolean;
  hash(password: string): Promise<string>;
  verify(
    password: string,
    passwordHash: string,
  ): Promise<{ readonly fits: boolean; readonly outdated: boolean }>;
  verifyNobody(password: string): Promise<void>;
  /** For the metrics: how many hashes run and how many wait. */
  load(): { readonly running: number; readonly waiting: number };
}

/**
 * argon2id (RFC 9106) as PHC strings, with at most as many hashes at once as there are cores: beyond that their memory
 * falls out of the cache and all get slower.
 *
 * @param options `queueFull` makes the error that is thrown when too many wait
 */
export function createPasswordHashing(options: {
  readonly queueFull: () => Error;
  readonly parameters?: Argon2Parameters;
  readonly atOnce?: number;
  readonly waiting?: number;
}): PasswordHashing {
  const { queueFull, parameters = owasp, atOnce = availableParallelism(), waiting = mostWaiting } = options;
  const queue = createHashQueue({ atOnce, waiting });
  // The package's defaults are the rest: argon2id, version 1.3, 32 bytes of output.
  const argon2 = {
    memoryCost: parameters.memoryKib,
    timeCost: parameters.iterations,
    parallelism: parameters.lanes,
  };
  const prefix = `$argon2id$v=19$m=${parameters.memoryKib},t=${parameters.iterations},p=${parameters.lanes}$`;

  async function queued<T>(work: () => Promise<T>): Promise<T> {
    const done = await queue.run(work);
    if (done === undefined) throw queueFull();
    return done.value;
  }

  return {
    hasRoom: queue.hasRoom,
    hash: (password) => queued(() => hash(password, argon2)),
    async verify(password, passwordHash) {
      const fits = await queued(() => verify(passwordHash, password).catch(() => false)); // malformed: fits nobody
      return { fits, outdated: fits && !passwordHash.startsWith(prefix) };
    },
    async verifyNobody(password) {
      await queued(() => hash(password, argon2)); // the same memory and passes as a verification
    },
    load: queue.load,
  };
}
