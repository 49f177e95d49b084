/** A search as it was written, in the words of Lucene's query syntax. */
export type Query =
  | Term
  | Range
  | { readonly is: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly is: 'not'; readonly of: Query };

/** `field:value`; `field` is null where none was written. */
export interface Term {
  readonly is: 'term';
  readonly field: string | null;
  /** The literal text between the `*`; without a `*` there is one part. */
  readonly parts: readonly string[];
  /** Where it begins, from 0. */
  readonly at: number;
}

/** `field:[from TO to]`; null stands for `*`. */
export interface Range {
  readonly is: 'range';
  readonly field: string | null;
  readonly from: Bound | null;
  readonly to: Bound | null;
  readonly at: number;
}

/** An end of a range: inclusive with a square bracket, exclusive with a curly one. */
export interface Bound {
  readonly text: string;
  readonly inclusive: boolean;
}

/** What is wrong with a search, and at which of its characters, from 0. */
export interface QueryFault {
  readonly at: number;
  readonly reason: string;
}

/** Ends the reading of a search that cannot be read; never leaves this folder. */
export class UnreadableQuery extends Error {
  override readonly name = 'UnreadableQuery';
  readonly fault: QueryFault;

  constructor(at: number, reason: string) {
    super(reason);
    this.fault = { at, reason };
  }
}
