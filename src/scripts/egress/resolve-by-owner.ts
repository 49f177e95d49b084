import { type ResolveHost, resolveInTurn } from './resolve-host.ts';

/** Names that answer take milliseconds; a silent DNS server keeps the system's look-up waiting for ten seconds. */
const quickMs = 1_000;

/** For so long after a slow look-up an owner is not trusted again, however quick its other names are. */
const distrustMs = 10 * 60_000;

/**
 * The turn that all processes of an owner take together: one that hands its place over and starts the next keeps no more
 * threads waiting.
 *
 * libuv has two threads for the look-ups of the whole server, and no look-up can be called off. So owners whose names
 * are not known to be quick share one place between them, and the other thread is for those whose names are.
 * `now` in milliseconds, monotonic.
 */
export function resolveByOwner(resolve: ResolveHost, now: () => number): (owner: string) => ResolveHost {
  const share = oneAtATime();
  const turns = new Map<string, ResolveHost>();
  return (owner) => {
    const turn = turns.get(owner) ?? resolveInTurn(sharingUntilTrusted(resolve, share, now));
    turns.set(owner, turn);
    return turn;
  };
}

/** Begins a piece of work when the one before it has ended, however it did. */
type Share = <T>(work: () => Promise<T>) => Promise<T>;

function oneAtATime(): Share {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

function sharingUntilTrusted(resolve: ResolveHost, share: Share, now: () => number): ResolveHost {
  let trustedFrom: number | undefined; // until its first quick name it is not
  const measured: ResolveHost = async (host, family) => {
    const beganAt = now();
    try {
      return await resolve(host, family);
    } finally {
      const endedAt = now();
      if (endedAt - beganAt >= quickMs) trustedFrom = endedAt + distrustMs;
      else trustedFrom ??= endedAt;
    }
  };
  return (host, family) =>
    trustedFrom !== undefined && trustedFrom <= now()
      ? measured(host, family)
      : share(() => measured(host, family));
}
