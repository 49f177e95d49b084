/**
 * Port: what oidc-provider keeps. A record is found by the digest of its id, for the id of a token is the token itself.
 * Times are milliseconds since the Unix epoch.
 */
export interface OidcPayloads {
  /**
   * Writes a record, in place of one with the same model and id; one that was used stays so. With `onlyWhile` it is written only while that user
   * exists and has this credential version, in one transaction with the look at it (S6).
   *
   * @returns false when `onlyWhile` did not hold: nothing is written
   */
  save(record: OidcPayloadRecord, onlyWhile?: VerifiedCredentials): Promise<boolean>;
  /** A record that has not expired. */
  find(model: string, idHash: string): Promise<StoredOidcPayload | undefined>;
  findByUid(model: string, uid: string): Promise<StoredOidcPayload | undefined>;
  /**
   * Marks a record as used, by one conditional update: where it is unused, or was first used less than the leeway ago.
   * The time of the first use stays.
   *
   * @returns false when it was used longer ago, or is not there
   */
  consume(model: string, idHash: string, now: number, leewayMs: number): Promise<boolean>;
  /**
   * Moves the end of a record that is there and has not expired, by one conditional update: what was removed meanwhile
   * stays removed.
   *
   * @param lastUse JSON: who used it last, for `LivingOidcPayload`
   * @returns false when there is no such record
   */
  renew(
    model: string,
    idHash: string,
    now: number,
    expiresAt: number,
    lastUse?: string | null,
  ): Promise<boolean>;
  destroy(model: string, idHash: string): Promise<void>;
  /** Removes every record of the grant, of every model. */
  revokeByGrantId(grantId: string): Promise<void>;
  /**
   * The living records of a model in a user's grants: not expired, not used up, and of each grant the one that ends last.
   * Ordered by grant id.
   */
  listOfUser(
    model: string,
    userId: string,
    page: LivingPage & { readonly clientId?: string },
  ): Promise<readonly LivingOidcPayload[]>;
  /** The living record of a model in a grant. */
  findInGrant(model: string, grantId: string, now: number): Promise<LivingOidcPayload | undefined>;
  /** The records of a model that have a `uid` and belong to a user, by uid. */
  listWithUid(model: string, userId: string, page: LivingPage): Promise<readonly LivingOidcPayload[]>;
  /** @returns false when there is none */
  destroyByUid(model: string, uid: string): Promise<boolean>;
  /** Removes every record of every grant in which the user has a record of this model; says how many grants. */
  revokeGrantsOf(model: string, userId: string): Promise<number>;
  /** Removes a user's records of a model; says how many there were. */
  destroyAllOf(model: string, userId: string): Promise<number>;
  /**
   * Removes records whose `expiresAt` is at or before `now`, at most so many.
   *
   * @returns how many were removed
   */
  deleteExpired(now: number, limit: number): Promise<number>;
}

export interface OidcPayloadRecord {
  readonly model: string;
  readonly idHash: string;
  /** JSON, without the id. */
  readonly payload: string;
  readonly grantId?: string;
  readonly uid?: string;
  readonly userId?: string;
  readonly clientId?: string;
  /** Null: never. */
  readonly expiresAt: number | null;
}

export interface StoredOidcPayload {
  readonly payload: string;
  /** When it was first used. */
  readonly consumedAt: number | null;
  readonly grantId: string | null;
  readonly userId: string | null;
  readonly expiresAt: number | null;
}

/** A page of living records, by the id that orders them. */
export interface LivingPage {
  readonly afterId?: string;
  readonly limit: number;
  readonly now: number;
}

/** A record that is good for something, as one looks at it from outside. */
export interface LivingOidcPayload {
  readonly payload: string;
  readonly grantId: string | null;
  readonly uid: string | null;
  readonly userId: string | null;
  readonly clientId: string | null;
  readonly expiresAt: number | null;
  readonly lastUse: string | null;
}

/** Whose login a record rests on, and what was verified then. */
export interface VerifiedCredentials {
  readonly userId: string;
  readonly credentialVersion: number;
}
