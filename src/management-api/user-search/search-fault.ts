/** Ends the reading of a search that asks for what there is not; never leaves this folder. */
export class SearchFault extends Error {
  override readonly name = 'SearchFault';
  readonly at: number;

  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
  }
}
