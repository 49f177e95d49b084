import type { Person } from './legacy.ts';

/** Everybody in the legacy system of the story. Nobody of them ever logs in there: the doors are all they use. */
export const people = {
  ada: person(1, 'Ada', 'Lovelace', 'analytical engine'),
  grace: person(2, 'Grace', 'Hopper', 'nanoseconds'),
  joan: person(3, 'Joan', 'Clarke', 'banburismus'),
  lise: person(4, 'Lise', 'Meitner', 'fission'),
  /** Stays in the legacy system. */
  emmy: person(5, 'Emmy', 'Noether', 'invariants'),
};

function person(id: number, givenName: string, familyName: string, password: string): Person {
  const nickname = givenName.toLowerCase();
  return { id, email: `${nickname}@example.com`, nickname, givenName, familyName, password };
}
