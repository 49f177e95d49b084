/** How guesses at one identifier's password are slowed down. */
export interface BruteForceProtection {
  readonly enabled: boolean;
  /** Whether whoever has reached the limit is refused; the failures are counted in any case. */
  readonly blocks: boolean;
  /** Addresses and ranges of them that are never refused. */
  readonly allowlist: readonly string[];
  /** Whether failures are counted for an identifier from one address, or from everywhere together. */
  readonly mode: 'identifier-and-address' | 'identifier';
  readonly maxAttempts: number;
}

/** How many attempts one address has: so many at once, and then one each `rateMs`. */
export interface AttemptRate {
  readonly maxAttempts: number;
  readonly rateMs: number;
}

/** How an address that tries many identifiers is slowed down. */
export interface SuspiciousIpThrottling {
  readonly enabled: boolean;
  readonly blocks: boolean;
  readonly allowlist: readonly string[];
  readonly logIn: AttemptRate;
  readonly signUp: AttemptRate;
}

/** What attack protection goes by. */
export interface AttackProtectionSettings {
  readonly bruteForceProtection: BruteForceProtection;
  readonly suspiciousIpThrottling: SuspiciousIpThrottling;
}

// Offices and mobile carriers share an address: Auth0 starts at a hundred failures as well. An hour makes up for them.
const hundredAnHour: AttemptRate = { maxAttempts: 100, rateMs: 36_000 };

/** What a new tenant starts with. Ten tries, as Auth0 has it. */
export const initialAttackProtection: AttackProtectionSettings = {
  bruteForceProtection: {
    enabled: true,
    blocks: true,
    allowlist: [],
    mode: 'identifier-and-address',
    maxAttempts: 10,
  },
  suspiciousIpThrottling: {
    enabled: true,
    blocks: true,
    allowlist: [],
    logIn: hundredAnHour,
    signUp: hundredAnHour,
  },
};
