/** Port: today's password hash. */
export interface PasswordHasher {
  /** False when a hash that is asked for now would be refused. */
  hasRoom(): boolean;
  /**
   * A PHC string.
   *
   * @throws HashQueueFull when too many hashes wait already
   */
  hash(password: string): Promise<string>;
  /**
   * Whether the password fits the stored hash; `outdated` when it should be hashed anew with today's parameters.
   *
   * @throws HashQueueFull when too many hashes wait already
   */
  verify(
    password: string,
    passwordHash: string,
  ): Promise<{ readonly fits: boolean; readonly outdated: boolean }>;
  /** Spends what a verification costs and fits nobody: the work for an unknown user (S1). */
  verifyNobody(password: string): Promise<void>;
}

/** The server has more passwords to hash than it can within a useful time: try again later. */
export class HashQueueFull extends Error {
  override readonly name = 'HashQueueFull';
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('too many passwords wait to be hashed');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
