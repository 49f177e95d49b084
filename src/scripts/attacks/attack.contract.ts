// The list of attacks on the wall around action scripts: data, one file a family, that every level of isolation runs.

/** How level `basic` stands against an attack; `strict` holds against all of them. */
export type Standing =
  | 'holds'
  /** What the list tries is refused, by Node's permission model and by manners: hostile code may find a way around. */
  | 'holds against mistakes'
  | 'does not hold';

/**
 * Where the list runs. At `open` the wall of `strict` stands alone: Node runs without its permission model and with its
 * internals in reach, as it would be for code that has found a hole in it.
 */
export type Level = 'basic' | 'strict' | 'open';

/** What must come back, as {@link import('./summary.contract.ts').summaryOf} tells it: the same at every level, or one for each. */
export type Outcome = RegExp | Readonly<Record<Level, RegExp>>;

/** A script that harms by running. */
export interface Misdeed {
  /** Statements of a Login script. */
  readonly script: string;
  readonly comesTo: RegExp;
  /** Limits of the process that are not the usual ones of the list. */
  readonly limits?: 'patient' | 'short';
  /** So many logins, each begun a little after the one before; one without. */
  readonly logins?: number;
}

/** What a script wants to get hold of: an expression, and what comes of it. What it gets begins with `got`. */
export type Grab = readonly [expression: string, comesTo: Outcome];

interface Row {
  /** As it stands in the table of docs/security/scripts.md. */
  readonly attack: string;
  /** What makes `strict` hold. */
  readonly heldBy: string;
  readonly basic: Standing;
}

/** Scripts that harm by running; each in a process of its own. They come to the same at every level. */
export interface Misdeeds extends Row {
  readonly misdeeds: Readonly<Record<string, Misdeed>>;
}

/** What one script tries to get hold of, one thing after another. */
export interface Grabs extends Row {
  readonly grabs: Readonly<Record<string, Grab>>;
  /** Where the connection may go; anywhere without. */
  readonly allow?: readonly string[];
}

export type Attack = Misdeeds | Grabs;

export interface Family {
  readonly family: string;
  readonly attacks: readonly Attack[];
}

/** The outcome that a level must come to. */
export function outcomeAt(outcome: Outcome, level: Level): RegExp {
  return outcome instanceof RegExp ? outcome : outcome[level];
}
