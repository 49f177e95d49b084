import type { AttemptEnd, DeathCause, PendingCall } from './attempt.ts';
import type { EgressBroker } from './egress/egress-broker.ts';
import { sweepEgressFolders } from './egress/egress-folder.ts';
import type { EgressPolicy, PolicyFor } from './egress/egress-policy.ts';
import type { Launch } from './launch.ts';
import { type PreparedScripts, prepareScripts } from './prepare-scripts.ts';
import { type LaneWidth, openLane, type RunnerLane } from './runner-lane.ts';
import { maxConnectionProcesses, maxSuspectProcesses, type RunnerLimits, watchMs } from './runner-limits.ts';
import { type RunnerEvents, RunnerProcess } from './runner-process.ts';
import type { ActionScripts, ScriptCall, ScriptNote } from './script-call.ts';
import { SpareRunner } from './spare-runner.ts';
import { startRunner } from './start-runner.ts';

/** Whose scripts something happened to. */
export interface ScriptsOwner {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly scriptVersion: string;
}

export interface PoolNeeds {
  readonly limits: RunnerLimits;
  readonly launch: Launch;
  readonly moduleFolders: readonly string[];
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly policyFor: PolicyFor;
  /** Opens the way out of a process, through the sockets of its folder. */
  openEgress(owner: ScriptsOwner, policy: EgressPolicy, folder: string): EgressBroker;
  onDeath(owner: ScriptsOwner, cause: DeathCause, suspects: readonly PendingCall[]): void;
  onLateNote(owner: ScriptsOwner, note: ScriptNote): void;
}

/** `alone`: with no other call in its process, before or beside it, since one of them may have been another's death. */
export type Company = 'shared' | 'alone';

/** Whose place a process takes. */
interface Place {
  readonly connectionId: string;
  readonly company: Company;
}

interface OwnedLane {
  readonly owner: ScriptsOwner;
  readonly edition: string;
  readonly lane: RunnerLane;
}

/** All runner processes of this server, a lane for each version of a connection's scripts. */
export class RunnerPool {
  readonly #needs: PoolNeeds;
  readonly #lanes = new Map<string, OwnedLane>();
  readonly #processes = new Map<RunnerProcess, Place>();
  readonly #starved = new Set<RunnerLane>();
  readonly #spare: SpareRunner;
  readonly #timer: NodeJS.Timeout;
  /** Under way or done: with the first process what servers that were killed have left is cleared up. */
  #swept: Promise<void> | undefined;
  #lastCallAt = Number.NEGATIVE_INFINITY;
  #onEmpty: (() => void) | undefined;

  constructor(needs: PoolNeeds) {
    this.#needs = needs;
    const { launch, limits, moduleFolders } = needs;
    this.#spare = new SpareRunner(() => startRunner(launch, { heapMb: limits.heapMb, moduleFolders }));
    this.#timer = setInterval(() => this.#watch(), watchMs).unref();
  }

  /** Runs a call; it is finished exactly once, at the latest when it is abandoned. */
  submit(pending: PendingCall, company: Company): void {
    this.#lastCallAt = this.#needs.now();
    const lane = this.#laneFor(pending.call, company);
    if ('end' in lane) pending.finish({ ...lane, logs: [] });
    else lane.submit(pending);
  }

  /** The call's time is up. */
  abandon(pending: PendingCall): void {
    for (const company of ['shared', 'alone'] as const) {
      this.#lanes.get(keyOf(pending.call, company))?.lane.abandon(pending);
    }
  }

  /** Ends every process and waits until they are gone. Calls on board are answered as unavailable. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const { lane } of this.#lanes.values()) lane.close();
    await this.#spare.drop();
    if (this.#processes.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  #laneFor(call: ScriptCall, company: Company): RunnerLane | AttemptEnd {
    const key = keyOf(call, company);
    const known = this.#lanes.get(key)?.lane;
    if (known !== undefined) return known.isOutdated ? this.#renew(known, call) : known;
    const { policyFor } = this.#needs;
    const prepared = prepareScripts(call.scripts, policyFor);
    if ('end' in prepared) return prepared;
    this.#outdateOthers(call);
    const opened = this.#openLane(call, prepared, company);
    this.#lanes.set(key, opened);
    return opened.lane;
  }

  #openLane(call: ScriptCall, prepared: PreparedScripts, company: Company): OwnedLane {
    const { connectionId, connectionName, scripts } = call;
    const owner = { connectionId, connectionName, scriptVersion: scripts.version };
    const width = widthOf(company, this.#needs.limits);
    const lane: RunnerLane = openLane({
      width,
      start: (events) => {
        const process = this.#start({ ...prepared, owner, company, maxCalls: width.callsInLife }, events);
        if (process === undefined) this.#starved.add(lane);
        return process;
      },
      onDeath: (cause, suspects) => this.#needs.onDeath(owner, cause, suspects),
      onLateNote: (note) => this.#needs.onLateNote(owner, note),
      onChange: () => this.#feedStarved(),
    });
    return { owner, edition: editionOf(scripts), lane };
  }

  #renew(lane: RunnerLane, call: ScriptCall): RunnerLane {
    this.#outdateOthers(call);
    lane.renew();
    return lane;
  }

  #outdateOthers(call: ScriptCall): void {
    const newest = editionOf(call.scripts);
    for (const { owner, edition, lane } of this.#lanes.values()) {
      if (owner.connectionId === call.connectionId && edition !== newest) lane.outdate();
    }
  }

  #start(
    { owner, company, load, policy, maxCalls }: PreparedScripts & ToStart,
    events: RunnerEvents,
  ): RunnerProcess | undefined {
    const { limits, now, openEgress } = this.#needs;
    const place = { connectionId: owner.connectionId, company };
    if (!this.#makeRoom(place)) return undefined;
    this.#swept ??= sweepEgressFolders();
    const wasSpare = this.#spare.isThere;
    const { launched, egressFolder } = this.#spare.take();
    const egress = openEgress(owner, policy, egressFolder);
    const onEnd = (): void => {
      this.#processes.delete(process);
      events.onEnd();
      if (this.#processes.size === 0) this.#onEmpty?.();
    };
    const process = new RunnerProcess(launched, load, {
      limits: { ...limits, maxCalls },
      now,
      egress,
      // A spare may have been gone for a moment when it was taken: its calls get a process of their own.
      events: { ...events, onEnd, onNotStarted: wasSpare ? events.onNotStarted : tellNotStarted },
    });
    this.#processes.set(process, place);
    return process;
  }

  /** Room among the connection's own first: it takes nobody else's for more than it may have. */
  #makeRoom({ connectionId, company }: Place): boolean {
    const own = this.#aliveOnes((one) => one.connectionId === connectionId);
    const suspects = this.#aliveOnes((one) => one.connectionId === connectionId && one.company === 'alone');
    if (company === 'alone' && suspects.length >= maxSuspectProcesses) return false;
    return (
      this.#makeRoomAmong(own, maxConnectionProcesses) &&
      this.#makeRoomAmong(this.#aliveOnes(), this.#needs.limits.maxProcesses)
    );
  }

  /** Stops the process that has been idle longest when there are as many as may be. */
  #makeRoomAmong(alive: readonly RunnerProcess[], most: number): boolean {
    if (alive.length < most) return true;
    const idle = alive.filter((one) => one.idleSince !== undefined);
    const [leastUsed] = idle.sort((a, b) => (a.idleSince ?? 0) - (b.idleSince ?? 0));
    leastUsed?.stop();
    return leastUsed !== undefined;
  }

  #aliveOnes(isMeant: (place: Place) => boolean = () => true): readonly RunnerProcess[] {
    return [...this.#processes].flatMap(([one, place]) => (one.isAlive && isMeant(place) ? [one] : []));
  }

  /** A spare is kept while scripts are in use, and where it takes nobody's place. */
  #keepSpare(): void {
    const { limits, now } = this.#needs;
    const isInUse = now() - this.#lastCallAt <= limits.idleMs;
    if (isInUse && this.#aliveOnes().length < limits.maxProcesses) this.#spare.keep();
    else void this.#spare.drop();
  }

  #feedStarved(): void {
    if (this.#starved.size === 0) return;
    const hungry = [...this.#starved];
    this.#starved.clear();
    for (const lane of hungry) lane.pump();
  }

  #watch(): void {
    for (const process of this.#processes.keys()) process.watch();
    for (const [key, { lane }] of this.#lanes) if (lane.isEmpty) this.#lanes.delete(key);
    this.#keepSpare();
  }
}

/** What a process is started for. */
interface ToStart {
  readonly owner: ScriptsOwner;
  readonly company: Company;
  readonly maxCalls: number;
}

function tellNotStarted(calls: readonly PendingCall[]): void {
  for (const call of calls) call.finish({ end: 'unavailable', reason: 'runner-failed', logs: [] });
}

function keyOf({ connectionId, scripts }: ScriptCall, company: Company): string {
  return JSON.stringify([connectionId, editionOf(scripts), company]);
}

/** What a process is good for: a connection that is narrowed while its scripts stay starts another one. */
function editionOf({ version, egress }: ActionScripts): string {
  return egress?.allow === undefined ? version : JSON.stringify([version, egress.allow]);
}

function widthOf(company: Company, limits: RunnerLimits): LaneWidth {
  const { maxInFlight, maxCalls, maxQueued: queued } = limits;
  if (company === 'shared')
    return { processes: 1, callsPerProcess: maxInFlight, callsInLife: maxCalls, queued };
  return { processes: maxSuspectProcesses, callsPerProcess: 1, callsInLife: 1, queued };
}
