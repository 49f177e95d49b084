/** What the token endpoint keeps: sessions, codes, refresh tokens, grants, each under the hash of its id. */
export interface OidcPayloads {
  /**
   * Writes a payload, over an older one with its id. One that belongs to a user is written only while the user is
   * there, and with `onlyWhile` only while the user is not blocked and its credentials are still the ones verified
   * (S6, S12); false otherwise. A payload that was consumed stays so.
   */
  save(
    record: OidcPayload,
    onlyWhile?: { readonly userId: string; readonly credentialVersion: number },
  ): Promise<boolean>;
  /** A payload that has not expired. */
  find(model: string, idHash: string): Promise<FoundOidcPayload | undefined>;
  findByUid(model: string, uid: string): Promise<FoundOidcPayload | undefined>;
  /**
   * Marks a payload as used, once: false when that happened before, more than the leeway ago. Within the leeway the
   * first time of use stays.
   */
  consume(model: string, idHash: string, now: number, leewayMs: number): Promise<boolean>;
  /** Moves the end of a payload that is there and has not expired; false when there is none. */
  renew(
    model: string,
    idHash: string,
    now: number,
    expiresAt: number,
    lastUse?: string | null,
  ): Promise<boolean>;
  destroy(model: string, idHash: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
  /**
   * A user's payloads of a model that have neither expired nor been consumed: of each grant the one that ends last, by
   * grant id.
   */
  listOfUser(
    model: string,
    userId: string,
    page: LivingPage & { readonly clientId?: string },
  ): Promise<readonly LivingOidcPayload[]>;
  findInGrant(model: string, grantId: string, now: number): Promise<LivingOidcPayload | undefined>;
  /** Those that have a uid, by uid. */
  listWithUid(model: string, userId: string, page: LivingPage): Promise<readonly LivingOidcPayload[]>;
  /** False when there is none. */
  destroyByUid(model: string, uid: string): Promise<boolean>;
  /** Removes all of each grant in which the user has a payload of this model; says how many grants. */
  revokeGrantsOf(model: string, userId: string): Promise<number>;
  /** Removes a user's payloads of a model; says how many there were. */
  destroyAllOf(model: string, userId: string): Promise<number>;
  /** Removes expired payloads, at most so many; says how many there were. */
  deleteExpired(now: number, limit: number): Promise<number>;
}

export interface OidcPayload {
  readonly model: string;
  readonly idHash: string;
  /** JSON, free of secrets. */
  readonly payload: string;
  readonly grantId?: string | null | undefined;
  readonly uid?: string | null | undefined;
  readonly userId?: string | null | undefined;
  readonly clientId?: string | null | undefined;
  /** Milliseconds since the Unix epoch; null for one that does not expire. */
  readonly expiresAt: number | null;
}

export interface FoundOidcPayload {
  readonly payload: string;
  readonly consumedAt: number | null;
  readonly grantId: string | null;
  readonly userId: string | null;
  readonly expiresAt: number | null;
}

export interface LivingPage {
  /** Only those whose id is greater. */
  readonly afterId?: string;
  readonly limit: number;
  readonly now: number;
}

export interface LivingOidcPayload {
  readonly payload: string;
  readonly grantId: string | null;
  readonly uid: string | null;
  readonly userId: string | null;
  readonly clientId: string | null;
  readonly expiresAt: number | null;
  /** JSON, as `renew` was given it. */
  readonly lastUse: string | null;
}
