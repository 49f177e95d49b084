import { folded } from './folded.ts';

/** What is known of the person whose password it will be. */
export interface Person {
  readonly email?: string | null;
  readonly username?: string | null;
  readonly name?: string | null;
  readonly nickname?: string | null;
  readonly givenName?: string | null;
  readonly familyName?: string | null;
  readonly userMetadata?: Readonly<Record<string, unknown>>;
}

// Whoever is called Al, or has the address d@example.com, may have the letters in a password: with one letter Auth0 refuses
// five in six random UUIDs.
const shortestContained = 3;

/**
 * Whether a password contains what is known of its person, whatever the case: the values that Auth0 names (`name`,
 * `username`, `nickname`, `name`, `first` and `last` in the user metadata, the email address up to its @), and the given
 * and the family name. Each counts whole; one of fewer than three characters only if it is the whole password.
 */
export function containsPersonalInfo(password: string, person: Person): boolean {
  const whole = folded(password);
  return knownOf(person).some((value) =>
    [...value].length < shortestContained ? whole === value : whole.includes(value),
  );
}

function knownOf(person: Person): readonly string[] {
  const { name, username, nickname, givenName, familyName, email, userMetadata = {} } = person;
  const metadata = ['name', 'first', 'last'].map((key) => userMetadata[key]);
  return [name, username, nickname, givenName, familyName, localPart(email), ...metadata]
    .map((value) => (typeof value === 'string' ? folded(value).trim() : ''))
    .filter((value) => value !== '');
}

function localPart(email: string | null | undefined): string | undefined {
  return email?.slice(0, Math.max(0, email.lastIndexOf('@')));
}
