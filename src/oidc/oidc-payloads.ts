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
   * @returns false when there is no such record
   */
  renew(model: string, idHash: string, now: number, expiresAt: number): Promise<boolean>;
  destroy(model: string, idHash: string): Promise<void>;
  /** Removes every record of the grant, of every model. */
  revokeByGrantId(grantId: string): Promise<void>;
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

/** Whose login a record rests on, and what was verified then. */
export interface VerifiedCredentials {
  readonly userId: string;
  readonly credentialVersion: number;
}
