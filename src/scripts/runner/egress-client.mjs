import { AsyncResource } from 'node:async_hooks';
import { maxHostCharacters, maxPendingEgress } from './protocol.mjs';

/**
 * A request for the way out, from the moment it is made. `id` is 0 until it is sent.
 * @typedef {object} Ticket
 * @property {number} id
 * @property {'queued' | 'sent' | 'open' | 'done'} state
 * @property {Request} request
 * @property {(answer: Answer) => void} onAnswer
 * @property {(code: string) => void} onBroken
 */

/**
 * @typedef {Omit<import('../wire.ts').EgressMessage, 'id'> | Omit<import('../wire.ts').ResolveMessage, 'id'> | Omit<import('../wire.ts').QueryMessage, 'id'>} Request
 * @typedef {Exclude<import('../wire.ts').EgressAnswer, { type: 'egress-broken' }>} Answer
 */

/**
 * Asks the server for connections and addresses. No more than it takes wait for an answer at once; the others
 * wait here.
 * @param {(message: import('../wire.ts').RunnerMessage) => void} send
 */
export function openEgressClient(send) {
  /** @type {Ticket[]} */
  const queue = [];
  /** Sent, and open connections. @type {Map<number, Ticket>} */
  const known = new Map();
  let pending = 0;
  let lastId = 0;

  function pump() {
    while (pending < maxPendingEgress) {
      const ticket = queue.shift();
      if (ticket === undefined) return;
      pending += 1;
      lastId += 1;
      ticket.id = lastId;
      ticket.state = 'sent';
      known.set(lastId, ticket);
      send({ ...ticket.request, id: lastId });
    }
  }

  /**
   * Both listeners run in the context of whoever asks.
   * @param {Request} request
   * @param {(answer: Answer) => void} onAnswer
   * @param {(code: string) => void} [onBroken]
   * @returns {Ticket}
   */
  function ask(request, onAnswer, onBroken = () => {}) {
    const resource = new AsyncResource('SegueEgress');
    /** @type {Ticket} */
    const ticket = {
      id: 0,
      state: 'queued',
      request,
      onAnswer: (answer) => resource.runInAsyncScope(onAnswer, undefined, answer),
      onBroken: (code) => resource.runInAsyncScope(onBroken, undefined, code),
    };
    if (isHost(request.host)) queue.push(ticket);
    else refuse(ticket);
    pump();
    return ticket;
  }

  /** No host has such a name. @param {Ticket} ticket */
  function refuse(ticket) {
    ticket.state = 'done';
    const failures = [{ code: 'EINVAL' }];
    process.nextTick(ticket.onAnswer, { type: 'egress-failed', id: 0, syscall: 'getaddrinfo', failures });
  }

  /** The connection is not wanted, or not any more. @param {Ticket} ticket */
  function close(ticket) {
    const { state } = ticket;
    ticket.state = 'done';
    if (state === 'queued') queue.splice(queue.indexOf(ticket), 1);
    if (state === 'sent' || state === 'open') send({ type: 'egress-close', id: ticket.id });
    if (state === 'open') known.delete(ticket.id);
  }

  /** @param {import('../wire.ts').EgressAnswer} message */
  function receive(message) {
    const ticket = known.get(message.id);
    if (ticket === undefined) return;
    if (message.type === 'egress-broken') return ticket.onBroken(message.code);
    pending -= 1;
    const wasWanted = ticket.state === 'sent';
    const isOpen = wasWanted && message.type === 'egress-opened';
    if (!isOpen) known.delete(message.id);
    ticket.state = isOpen ? 'open' : 'done';
    if (wasWanted) ticket.onAnswer(message);
    pump();
  }

  return { ask, close, receive };
}

/** The server ends a process that asks for anything else. A script may take the name from who logs in. @param {string} host */
function isHost(host) {
  return host !== '' && host.length <= maxHostCharacters && !host.includes('\0');
}
