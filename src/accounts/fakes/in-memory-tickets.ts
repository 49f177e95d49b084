import type { Tickets } from '../accounts-store.ts';
import { identifierKey } from '../identifier.ts';
import type { Ticket } from '../ticket.ts';
import { removeTickets, type State, type StateAccess, stored } from './in-memory-state.ts';

/** The tickets of the in-memory store. */
export function inMemoryTickets({ read, write }: StateAccess): Tickets {
  return {
    insert: (ticket) =>
      write((state) => {
        if (!isHolderThere(state, ticket)) return false;
        const { id, secretDigest } = ticket;
        for (const other of state.tickets.values())
          if (other.id === id || other.secretDigest === secretDigest)
            throw new Error('there is such a ticket already');
        state.tickets.set(id, stored(ticket));
        return true;
      }),
    find: (id) => read((state) => state.tickets.get(id)),
    findByDigest: (secretDigest, now) =>
      read((state) =>
        [...state.tickets.values()].find(
          (ticket) => ticket.secretDigest === secretDigest && ticket.expiresAt > now,
        ),
      ),
    consume: (id, now) =>
      write((state) => {
        const ticket = state.tickets.get(id);
        if (ticket === undefined || ticket.expiresAt <= now) return undefined;
        state.tickets.delete(id);
        return ticket;
      }),
    voidAllOf: (holder) =>
      write((state) => {
        removeTickets(state, (ticket) =>
          'userId' in holder
            ? ticket.userId === holder.userId
            : ticket.connectionId === holder.connectionId &&
              identifierKey(ticket.email) === identifierKey(holder.email),
        );
      }),
    deleteExpired: (now, limit) =>
      write((state) => {
        let left = limit;
        return removeTickets(state, ({ expiresAt }) => expiresAt <= now && left-- > 0);
      }),
  };
}

function isHolderThere({ connections, users }: State, { connectionId, userId }: Ticket): boolean {
  if (!connections.has(connectionId)) return false;
  return userId === null || users.get(userId)?.connectionId === connectionId;
}
