import { networkOf } from '../lib/network-of.ts';
import type { AttackProtectionSettings } from '../tenant/index.ts';
import type { Connection } from './connection.ts';
import type { Source } from './event.ts';
import { foldedIdentifier } from './folded-identifier.ts';
import { identifierKey } from './identifier.ts';
import { isInForce, windowOf } from './login-limits.ts';
import {
  type Allowance,
  createThrottle,
  type Limit,
  type Throttle,
  type ThrottleNeeds,
  throttleKey,
} from './throttle.ts';
import type { Ticket } from './ticket.ts';

/** What may be done only so often, by whoever asks; logins have their own protection. */
export interface Throttles {
  /** Requests for a letter, before anything is known of the address. */
  readonly letterRequests: Throttle<Source>;
  /** Letters with a link, by the mailbox that they go to. */
  readonly letters: Throttle<LetterToSend>;
  readonly signUps: Throttle<AskedAbout>;
  /** Sign-ups that are refused for their form or their password: nobody is asked, so only what is told of them is bounded. */
  readonly badSignUps: Throttle<Source>;
  /** Trials of scripts over the API: they tell whether a password is right. */
  readonly scriptTrials: Throttle<AskedAbout>;
}

export interface LetterToSend extends Pick<Ticket, 'purpose' | 'connectionId'> {
  /** The address itself, and no folded form: letters to `kim+1@` are not to use up what `kim@` may get. */
  readonly email: string;
}

/** Somebody asks something about an identifier of a connection. */
export interface AskedAbout {
  readonly connection: Pick<Connection, 'id'>;
  readonly identifier: string;
  readonly source: Source;
}

const windowMs = 60 * 60_000;

/** Offices and mobile carriers share an address: as many as logins may fail from it. */
function fromOneNetwork<What>(sourceOf: (what: What) => Source): Limit<What> {
  return {
    name: 'address',
    most: 100,
    counts: (what) => {
      const { ip } = sourceOf(what);
      return ip === null ? null : [networkOf(ip)];
    },
  };
}

function aboutOneIdentifier(most: number): Limit<AskedAbout> {
  return {
    name: 'identifier',
    most,
    counts: ({ connection, identifier }) => [connection.id, foldedIdentifier(identifier)],
  };
}

const fromItsNetwork = fromOneNetwork<Source>((source) => source);

const signUpsName = 'sign-up';

/** The key of the sign-ups from one address. */
export function signUpAddressKey(key: Uint8Array, ip: string): string {
  return throttleKey(key, [signUpsName, 'address', networkOf(ip)]);
}

/** What the operator allows one address of sign-ups. */
async function signUpAllowance(
  settings: () => Promise<AttackProtectionSettings>,
  { source }: AskedAbout,
): Promise<Allowance | null> {
  const { suspiciousIpThrottling: throttling } = await settings();
  if (!isInForce(throttling, source.ip)) return null;
  return { most: throttling.signUp.maxAttempts, windowMs: windowOf(throttling.signUp) };
}

/** The throttles of every door but the login. */
export function createThrottles(
  needs: ThrottleNeeds & { settings(): Promise<AttackProtectionSettings> },
): Throttles {
  return {
    letterRequests: createThrottle(needs, { name: 'mail', windowMs, limits: [fromItsNetwork] }),
    letters: createThrottle<LetterToSend>(needs, {
      name: 'letters',
      windowMs,
      limits: [
        {
          name: 'identifier',
          most: 5, // nobody needs the sixth in an hour, and a mailbox is not to be flooded
          counts: ({ purpose, connectionId, email }) => [purpose, connectionId, identifierKey(email)],
        },
      ],
    }),
    // They tell whether an address is taken (F10).
    signUps: createThrottle<AskedAbout>(needs, {
      name: signUpsName,
      windowMs,
      limits: [
        {
          ...fromOneNetwork<AskedAbout>(({ source }) => source),
          asSet: (asked) => signUpAllowance(needs.settings, asked),
        },
        aboutOneIdentifier(10),
      ],
    }),
    badSignUps: createThrottle(needs, { name: 'bad sign-up', windowMs, limits: [fromItsNetwork] }),
    // As many as somebody who writes a script needs; for one user fewer than may be guessed at the login.
    scriptTrials: createThrottle<AskedAbout>(needs, {
      name: 'script trial',
      windowMs,
      limits: [
        {
          name: 'address',
          most: 300,
          counts: ({ source }) => [source.ip === null ? '' : networkOf(source.ip)],
        },
        aboutOneIdentifier(30),
      ],
    }),
  };
}
