import type { Chance } from './chance.ts';
import { type Misdeed, misdeeds } from './misdeeds.ts';

/** Somebody who logs in for the first time. */
export interface Visitor {
  readonly connection: number;
  readonly email: string;
  readonly knowsPassword: boolean;
  /** What the script does with this address; undefined: what it should. */
  readonly misdeed: Misdeed | undefined;
  /** Comes again once moved. */
  readonly returns: boolean;
}

const misbehaving = 0.1;
const mistyping = 0.05;
const returning = 0.05;
const pioneers = 4;

/** How much of the whole time a connection has its visitors in; others come before and after, as offices open. */
const share = 0.25;

/** So many, the same number on each connection, in the order in which they come. */
export function gatherVisitors(
  chance: Chance,
  { people, connections }: { readonly people: number; readonly connections: number },
): readonly Visitor[] {
  const all = Array.from({ length: people }, (_, number) => {
    const connection = number % connections;
    const begins = (connection / connections) * (1 - share);
    return { at: begins + chance.next() * share, visitor: someVisitor(chance, number, connection) };
  });
  return all.toSorted((one, other) => one.at - other.at).map(({ visitor }) => visitor);
}

/** A few on each connection who know the password. */
export function pioneersOf(connections: number): readonly Visitor[] {
  return Array.from({ length: connections * pioneers }, (_, number) => {
    const connection = number % connections;
    const email = `pioneer.${number}@${connection}.example`;
    return { connection, email, knowsPassword: true, misdeed: undefined, returns: true };
  });
}

function someVisitor(chance: Chance, number: number, connection: number): Visitor {
  const misdeed = chance.next() < misbehaving ? chance.pick(misdeeds) : undefined;
  const knowsPassword = misdeed !== undefined || chance.next() >= mistyping;
  return {
    connection,
    email: `${misdeed?.name ?? 'behaves'}.${number}@${connection}.example`,
    knowsPassword,
    misdeed,
    returns: knowsPassword && chance.next() < returning,
  };
}
