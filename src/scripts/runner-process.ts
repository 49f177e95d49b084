import { type AttemptEnd, causeOfDeath, type DeathCause, faultEnd, type PendingCall } from './attempt.ts';
import { lineOf, lineWriter, readLines } from './control-channel.ts';
import type { EgressBroker } from './egress/egress-broker.ts';
import { type EventLoopWatch, watchEventLoop } from './event-loop-watch.ts';
import { type Flight, startFlight } from './flight.ts';
import type { LaunchedRunner } from './launch.ts';
import { sizeUse } from './process-memory.ts';
import { readRunnerMessage } from './read-runner-message.ts';
import { openRecentCalls, type RecentCalls } from './recent-calls.ts';
import { protocolVersion } from './runner/protocol.mjs';
import {
  maxAbandoned,
  maxUnansweredInARow,
  maxUnreadBytes,
  type RunnerLimits,
  watchMs,
} from './runner-limits.ts';
import type { ScriptNote } from './script-call.ts';
import { openStrayBudget } from './stray-budget.ts';
import type { ExitMessage, LoadMessage, RunnerMessage, ServerMessage } from './wire.ts';

/** What a process tells the lane that it runs in. */
export interface RunnerEvents {
  /** It may have room for another call, or be idle. */
  onRoom(): void;
  /** It died; the suspects were on board. Comes before they are told, and before {@link RunnerEvents.onEnd}. */
  onDeath(cause: DeathCause, suspects: readonly PendingCall[]): void;
  /** It is gone, for whatever reason. */
  onEnd(): void;
  /** It ended before it could take its first calls, which are given back. Comes before {@link RunnerEvents.onEnd}. */
  onNotStarted(calls: readonly PendingCall[]): void;
  /** A note about a call that has its answer already. */
  onLateNote(note: ScriptNote): void;
}

export interface RunnerNeeds {
  readonly limits: RunnerLimits;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly events: RunnerEvents;
  readonly egress: EgressBroker;
}

/** One runner: an operating system process for one version of one connection's scripts. */
export class RunnerProcess {
  readonly #launched: LaunchedRunner;
  readonly #write: (line: string) => void;
  readonly #needs: RunnerNeeds;
  readonly #watch: EventLoopWatch;
  readonly #startTimer: NodeJS.Timeout;
  readonly #startedAt: number;
  readonly #flights = new Map<number, Flight>();
  readonly #strays = openStrayBudget();
  readonly #recent: RecentCalls;
  #waiting: readonly PendingCall[] = [];
  #state: 'starting' | 'ready' | 'retiring' | 'ending' = 'starting';
  #idleSince: number;
  #calls = 0;
  #abandoned = 0;
  #unansweredInARow = 0;
  #lineCharacters = 0;
  #reportedRss = 0;
  #cause: DeathCause | 'stopped' | 'not-started' | undefined;
  #exit: ExitMessage | undefined;
  #hasUnclaimed = false;

  constructor(launched: LaunchedRunner, load: LoadMessage, needs: RunnerNeeds) {
    this.#launched = launched;
    this.#write = lineWriter(launched.channel);
    this.#needs = needs;
    this.#watch = watchEventLoop(Math.ceil(needs.limits.blockedMs / watchMs));
    this.#startTimer = setTimeout(() => this.#kill('not-started'), needs.limits.startMs);
    this.#startedAt = needs.now();
    this.#idleSince = this.#startedAt;
    this.#recent = openRecentCalls({
      keepMs: 2 * needs.limits.deadlineMs, // in the process until its deadline, and for one more
      now: needs.now,
      onBoard: () => [...this.#flights.values()].map(({ pending }) => pending.call),
    });
    launched.onEnd((signal) => this.#ended(signal));
    if (!launched.started) return;
    const onLine = (line: string): boolean => this.#read(line);
    readLines(launched.channel, onLine, () => this.#kill('protocol'));
    needs.egress.answerBy((message) => this.#tell(message));
    this.#tell(load);
  }

  /** Takes up memory; false once it has been told to end. */
  get isAlive(): boolean {
    return this.#state !== 'ending';
  }

  /** Takes new calls, if not now then when one of its own has finished. */
  get isOpen(): boolean {
    return (
      (this.#state === 'starting' || this.#state === 'ready') && this.#calls < this.#needs.limits.maxCalls
    );
  }

  get load(): number {
    return this.#flights.size + this.#waiting.length;
  }

  /** Since when it has had no call, on the clock it was given; undefined while it has one. */
  get idleSince(): number | undefined {
    return this.load === 0 && this.#state === 'ready' ? this.#idleSince : undefined;
  }

  /** Runs a call. Its line fits: the runner answers, or the process ends. */
  run(pending: PendingCall): void {
    if (this.#state === 'starting') this.#waiting = [...this.#waiting, pending];
    else this.#send(pending);
  }

  /** The caller is not waiting any more; what the script still does for it is ignored. */
  abandon(pending: PendingCall): void {
    const isWaiting = this.#waiting.includes(pending);
    this.#waiting = this.#waiting.filter((one) => one !== pending);
    if (isWaiting) pending.finish({ end: 'unavailable', reason: 'deadline', logs: [] });
    for (const [id, flight] of this.#flights) {
      if (flight.pending !== pending) continue;
      this.#abandoned += 1;
      this.#unansweredInARow += 1;
      this.#tell({ type: 'abandon', id });
      this.#land(id, this.#endOfAbandoned());
      if (this.#abandoned >= maxAbandoned || this.#unansweredInARow >= maxUnansweredInARow) this.retire();
    }
  }

  /** Takes no new calls, and ends after those on board. */
  retire(): void {
    if (this.#state === 'starting' && this.#waiting.length > 0) return;
    if (this.#state !== 'ending') this.#state = 'retiring';
    this.#stopIfDrained();
  }

  /** Ends at once. */
  stop(): void {
    this.#kill('stopped');
  }

  /** Called every {@link watchMs}: memory, event loop, idle time and age. */
  watch(): void {
    if (this.#state === 'starting' || this.#state === 'ending') return;
    this.#recent.turn();
    const busy = this.#flights.size > 0 || this.#abandoned > 0;
    const turn = this.#watch.turn(busy);
    if (turn === 'blocked') this.#kill('blocked');
    if (turn === 'ping') this.#tell({ type: 'ping' });
    if (busy || turn === 'ping') this.#checkSize();
    const { limits, now } = this.#needs;
    if (now() - this.#startedAt > limits.maxAgeMs) this.retire();
    if (this.idleSince !== undefined && now() - this.idleSince > limits.idleMs) this.stop();
  }

  #checkSize(): void {
    const use = sizeUse(this.#launched.pid(), this.#reportedRss, this.#needs.limits.rssMb);
    if (use === 'too-much-memory') this.#kill('memory');
    if (use === 'too-many-threads') this.#kill('threads');
    if (use === 'much') this.retire();
  }

  #send(pending: PendingCall): void {
    this.#calls += 1;
    const { script, args, context } = pending.call;
    const id = this.#calls;
    this.#recent.board(pending.call);
    this.#flights.set(id, startFlight(pending, this.#needs.egress.bytesCarried, this.#recent));
    const isSent = this.#tell({
      type: 'call',
      id,
      script,
      args,
      ...(context === undefined ? {} : { context }),
    });
    if (!isSent) this.#land(id, faultEnd('call-too-large', 'Arguments and context of the call exceed 1 MB.'));
  }

  /** False for a message that exceeds a line. */
  #tell(message: ServerMessage): boolean {
    const line = lineOf(message);
    if (line !== undefined) this.#write(line);
    return line !== undefined;
  }

  /** False when nothing more is to be read. */
  #read(line: string): boolean {
    if (this.#state === 'ending') return false;
    this.#lineCharacters = line.length;
    const message = readRunnerMessage(line);
    if (message === undefined || !this.#obey(message)) this.#kill('protocol');
    return this.#cause === undefined;
  }

  /** False for a message that our runner would not send now. */
  #obey(message: RunnerMessage): boolean {
    switch (message.type) {
      case 'answer':
        this.#unansweredInARow = 0;
        return this.#land(message.id, { end: 'answer', answer: message, notes: message.notes });
      case 'log':
        return this.#flights.get(message.id)?.print(message) ?? this.#stray();
      case 'note':
        if (message.id <= this.#calls) this.#needs.events.onLateNote(message.note);
        return this.#stray();
      case 'pong':
        this.#reportedRss = message.rss;
        return this.#watch.answered() || this.#stray();
      case 'exit':
        this.#exit = message;
        this.#kill('exit');
        return true;
      case 'retire':
        this.#hasUnclaimed ||= message.unclaimed;
        this.retire();
        return this.#stray();
      case 'egress':
      case 'resolve':
      case 'query':
        return this.#launched.channel.writableLength < maxUnreadBytes && this.#needs.egress.ask(message);
      case 'egress-close':
        return this.#needs.egress.release(message.id) || this.#stray();
      case 'ready':
        return this.#state === 'starting' && message.protocol === protocolVersion && this.#ready();
    }
  }

  #ready(): boolean {
    clearTimeout(this.#startTimer);
    this.#state = 'ready';
    this.#idleSince = this.#needs.now();
    for (const pending of this.#takeWaiting()) this.#send(pending);
    this.#needs.events.onRoom();
    return true;
  }

  #stray(): boolean {
    return this.#strays.spend(this.#lineCharacters, this.#calls);
  }

  #land(id: number, end: AttemptEnd): boolean {
    const flight = this.#flights.get(id);
    if (flight === undefined) return this.#stray();
    this.#flights.delete(id);
    if (this.#flights.size === 0) this.#idleSince = this.#needs.now();
    flight.land(end);
    this.#stopIfDrained();
    this.#needs.events.onRoom();
    return true;
  }

  /**
   * A call that never answered beside an exception that was nobody's is its likely owner: a fault, and no outage. What
   * the exception says is not told: it may be another call's after all.
   */
  #endOfAbandoned(): AttemptEnd {
    if (!this.#hasUnclaimed) return { end: 'unavailable', reason: 'deadline' };
    return faultEnd('unclaimed-exception', 'No answer in time, after an exception that belonged to no call.');
  }

  #stopIfDrained(): void {
    const isDone = this.#state === 'retiring' || this.#calls >= this.#needs.limits.maxCalls;
    if (isDone && this.load === 0) this.stop();
  }

  #kill(cause: DeathCause | 'stopped' | 'not-started'): void {
    this.#cause ??= cause;
    this.#state = 'ending';
    this.#launched.kill();
  }

  #ended(signal: string | null): void {
    clearTimeout(this.#startTimer);
    const started = this.#state !== 'starting' && this.#cause !== 'not-started';
    this.#state = 'ending';
    const cause = this.#cause ?? (started ? causeOfDeath(signal) : 'not-started');
    this.#launched.channel.destroy();
    this.#needs.egress.close();
    if (cause === 'stopped') this.#landAll({ end: 'unavailable', reason: 'closing' });
    else if (cause === 'not-started') this.#needs.events.onNotStarted(this.#takeWaiting());
    else this.#die(cause);
    this.#needs.events.onEnd();
  }

  #takeWaiting(): readonly PendingCall[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  #die(cause: DeathCause): void {
    const ends = [...this.#flights].map(([id, flight]) => ({ flight, guilt: this.#guiltOf(id, cause) }));
    const suspects = ends.filter(({ guilt }) => guilt !== 'none').map(({ flight }) => flight.pending);
    this.#flights.clear();
    this.#needs.events.onDeath(cause, suspects);
    for (const { flight, guilt } of ends) {
      flight.land({
        end: 'death',
        cause,
        guilt,
        wasHeard: this.#needs.egress.bytesCarried > flight.carriedBefore,
      });
    }
  }

  #guiltOf(id: number, cause: DeathCause): 'certain' | 'possible' | 'none' {
    if (cause === 'exit' && typeof this.#exit?.id === 'number')
      return this.#exit.id === id ? 'certain' : 'none';
    return this.#calls === 1 ? 'certain' : 'possible';
  }

  #landAll(end: AttemptEnd): void {
    const flights = [...this.#flights.values()];
    this.#flights.clear();
    for (const flight of flights) flight.land(end);
    for (const pending of this.#takeWaiting()) pending.finish({ ...end, logs: [] });
  }
}
