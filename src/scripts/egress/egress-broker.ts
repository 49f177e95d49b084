import type { Socket } from 'node:net';
import { maxPendingEgress } from '../runner/protocol.mjs';
import type { EgressMessage, QueryMessage, ResolveMessage, ServerMessage } from '../wire.ts';
import { removeEgressFolder } from './egress-folder.ts';
import type { EgressPolicy, EgressRefusal } from './egress-policy.ts';
import { findRecords } from './find-records.ts';
import { findWay, resolveAllowed, type Way } from './find-way.ts';
import { listenOnce, type OneShotSocket } from './one-shot-socket.ts';
import { type ConnectFailure, codeOf, openConnection } from './open-connection.ts';
import { createPace } from './pace.ts';
import { relay } from './relay.ts';
import type { ResolveHost } from './resolve-host.ts';
import type { OpenRecords, RecordResolver } from './resolve-records.ts';

/** A connection of a script that has ended. `sent` is what the script sent. */
export interface EgressConnection {
  readonly host: string;
  readonly port: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** A connection that the policy refused. */
export interface RefusedEgress {
  readonly host: string;
  readonly port: number;
  readonly why: EgressRefusal;
}

export interface EgressBrokerNeeds {
  /** Where the one-shot sockets are; the broker removes it when it is closed. */
  readonly folder: string;
  readonly policy: EgressPolicy;
  /** In turn, lest names that hang keep more threads waiting than one. */
  readonly resolve: ResolveHost;
  readonly openRecords: OpenRecords;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Each refusal once a process. */
  onRefused(refused: RefusedEgress): void;
  onConnection(connection: EgressConnection): void;
}

type Tell = (message: ServerMessage) => void;

/** Pools of drivers hold ten; a process with more than this leaks them. */
const maxConnections = 512;

/** Different refusals that are reported of one process: what an operator reads, not what a script makes up. */
const maxReported = 50;

/** A runner that is told of a broken connection closes its end at once. */
const closeWithinMs = 1_000;

/** A far side that does not take what was sent keeps a closed connection no longer than a call may last. */
const drainWithinMs = 20_000;

/** One connection of a script, from its request until both ends are closed. */
interface Passage {
  readonly host: string;
  readonly port: number;
  /** Ends the connection attempt, and the connection. */
  readonly abort: AbortController;
  inside?: Socket;
  outside?: Socket;
  listening?: OneShotSocket;
  isReleased?: boolean;
}

/**
 * The way out of one runner process: opens, checks and passes on every connection of its scripts. All that
 * it is asked is hostile input.
 */
export class EgressBroker {
  /** Where the one-shot sockets are. */
  readonly folder: string;
  readonly #needs: EgressBrokerNeeds;
  readonly #pace: () => Promise<void>;
  readonly #passages = new Map<number, Passage>();
  readonly #reported = new Set<string>();
  /** Connections that have ended here while the word of the script, which closes them too, was on its way. */
  readonly #endedFirst = new Set<number>();
  #records: RecordResolver | undefined;
  #tell: Tell = () => {};
  #pending = 0;
  #lastId = 0;
  #bytesCarried = 0;
  #closed = false;

  constructor(needs: EgressBrokerNeeds) {
    this.folder = needs.folder;
    this.#needs = needs;
    this.#pace = createPace(needs.now);
  }

  /** Bytes of all connections so far, both ways. */
  get bytesCarried(): number {
    return this.#bytesCarried;
  }

  /** Says how to answer the process; nothing may be asked before. */
  answerBy(tell: Tell): void {
    this.#tell = tell;
  }

  /** Opens a connection, or looks a name up. False for what our runner would not ask now. */
  ask(message: EgressMessage | ResolveMessage | QueryMessage): boolean {
    if (this.#closed || message.id <= this.#lastId || this.#pending >= maxPendingEgress) return false;
    this.#lastId = message.id;
    this.#pending += 1;
    void this.#answer(message).finally(() => {
      this.#pending -= 1;
    });
    return true;
  }

  /** The script has closed its end. False when it has no such connection, or none any more. */
  release(id: number): boolean {
    const passage = this.#passages.get(id);
    if (passage === undefined) return this.#endedFirst.delete(id);
    if (passage.isReleased) return false;
    passage.isReleased = true;
    const { inside, outside } = passage;
    if (inside === undefined || outside === undefined || outside.writableFinished) this.#end(id);
    else {
      // What the script wrote before it closed is still on its way.
      outside.once('finish', () => this.#end(id));
      setTimeout(() => this.#end(id), drainWithinMs).unref();
    }
    return true;
  }

  /** Ends every connection and removes the folder. */
  close(): void {
    this.#closed = true;
    for (const id of [...this.#passages.keys()]) this.#end(id);
    this.#records?.cancel();
    removeEgressFolder(this.folder);
  }

  #answer(message: EgressMessage | ResolveMessage | QueryMessage): Promise<void> {
    if (message.type === 'egress') return this.#open(message);
    return message.type === 'resolve' ? this.#lookUp(message) : this.#query(message);
  }

  async #open({ id, host, port, family }: EgressMessage): Promise<void> {
    if (this.#passages.size >= maxConnections)
      return this.#tell({ type: 'egress-failed', id, syscall: 'connect', failures: [{ code: 'EMFILE' }] });
    const passage: Passage = { host, port, abort: new AbortController() };
    this.#passages.set(id, passage);
    await this.#pace();
    const way = await findWay({ host, port, family }, this.#needs.policy, this.#needs.resolve);
    if (way.is !== 'open') return this.#failWay(id, way, passage);
    const opened = await openConnection(way.addresses, port, passage.abort.signal);
    if (opened.is === 'failed') return this.#fail(id, 'connect', opened.failures);
    await this.#handOver(id, passage, opened.socket);
  }

  /** Connected first, listening second, answered third: the runner finds a socket that leads somewhere. */
  async #handOver(id: number, passage: Passage, outside: Socket): Promise<void> {
    passage.outside = outside;
    if (!this.#isOpen(id)) return this.#abort(id, outside);
    const { remoteAddress = '', remotePort = passage.port } = outside;
    try {
      passage.listening = await listenOnce(this.folder, (inside) => this.#accept(id, passage, inside));
    } catch (error) {
      return this.#fail(id, 'connect', [{ code: codeOf(error) ?? 'EMFILE' }]);
    }
    if (!this.#isOpen(id)) {
      passage.listening.close();
      return this.#abort(id, outside);
    }
    const { name } = passage.listening;
    this.#tell({ type: 'egress-opened', id, socket: name, address: remoteAddress, port: remotePort });
  }

  #accept(id: number, passage: Passage, inside: Socket | undefined): void {
    const { outside } = passage;
    if (inside === undefined || outside === undefined || !this.#isOpen(id)) {
      inside?.destroy();
      this.#end(id);
      return;
    }
    passage.inside = inside;
    relay(inside, outside, {
      carried: (bytes) => {
        this.#bytesCarried += bytes;
      },
      broken: (error) => this.#break(id, error),
    });
    inside.once('close', () => this.#end(id));
  }

  /** A unix socket can only end; the script is told that its connection was reset, or timed out. */
  #break(id: number, error: Error): void {
    if (!this.#isOpen(id)) return;
    this.#tell({ type: 'egress-broken', id, code: codeOf(error) ?? 'ECONNRESET' });
    setTimeout(() => this.#end(id), closeWithinMs).unref();
  }

  async #lookUp({ id, host, family }: ResolveMessage): Promise<void> {
    await this.#pace();
    const way = await resolveAllowed(host, family, this.#needs.policy, this.#needs.resolve);
    if (this.#closed) return;
    if (way.is === 'open') this.#tell({ type: 'resolved', id, addresses: way.addresses });
    else this.#failWay(id, way, { host, port: 0 }, 'getaddrinfo');
  }

  async #query({ id, host, recordType }: QueryMessage): Promise<void> {
    await this.#pace();
    if (this.#closed) return;
    this.#records ??= this.#needs.openRecords();
    const found = await findRecords(host, recordType, this.#needs.policy, this.#records);
    if (this.#closed) return;
    if (found.is === 'found') this.#tell({ type: 'queried', id, records: found.records });
    else this.#failWay(id, found, { host, port: 0 }, 'getaddrinfo');
  }

  #failWay(
    id: number,
    way: Exclude<Way, { is: 'open' }>,
    { host, port }: { readonly host: string; readonly port: number },
    syscall: 'connect' | 'getaddrinfo' = 'connect',
  ): void {
    if (way.is === 'refused') {
      this.#report({ host, port, why: way.why });
      this.#fail(id, syscall, way.failures);
    } else this.#fail(id, 'getaddrinfo', [{ code: way.code }]);
  }

  #fail(id: number, syscall: 'connect' | 'getaddrinfo', failures: readonly ConnectFailure[]): void {
    this.#forget(id);
    if (!this.#closed) this.#tell({ type: 'egress-failed', id, syscall, failures });
  }

  /** Released while it was being opened; it is answered all the same, as every request is, once. */
  #abort(id: number, outside: Socket): void {
    outside.destroy();
    this.#fail(id, 'connect', [{ code: 'ECANCELED' }]);
  }

  #report(refused: RefusedEgress): void {
    const key = JSON.stringify(refused);
    if (this.#reported.has(key) || this.#reported.size >= maxReported) return;
    this.#reported.add(key);
    this.#needs.onRefused(refused);
  }

  #forget(id: number): void {
    const passage = this.#passages.get(id);
    this.#passages.delete(id);
    if (passage === undefined || passage.isReleased) return;
    this.#endedFirst.add(id);
    const [oldest] = this.#endedFirst;
    if (this.#endedFirst.size > maxConnections && oldest !== undefined) this.#endedFirst.delete(oldest);
  }

  #isOpen(id: number): boolean {
    return this.#passages.has(id);
  }

  #end(id: number): void {
    const passage = this.#passages.get(id);
    if (passage === undefined) return;
    this.#forget(id);
    const { host, port, abort, inside, outside, listening } = passage;
    abort.abort();
    listening?.close();
    inside?.destroy();
    if (outside === undefined) return;
    outside.destroy();
    this.#needs.onConnection({
      host,
      port,
      bytesSent: outside.bytesWritten,
      bytesReceived: outside.bytesRead,
    });
  }
}
