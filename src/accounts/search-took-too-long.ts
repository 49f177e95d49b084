/** A search was given up, for it looked at too many users: ask for fewer. */
export class SearchTookTooLong extends Error {
  override readonly name = 'SearchTookTooLong';

  constructor(options?: ErrorOptions) {
    super('a search of users took too long', options);
  }
}
