import { subjectFor, type User } from '../../src/accounts/index.ts';

const given =
  'Ada Alan Amara Anna Ben Bo Carla Chen Clara David Elif Emma Erik Eva Finn Grace Hana Hugo Ida Ines Ivan Jan Jane Jin Jonas José Julia Kai Karin Lara Lea Leo Lina Louis Luca Maja Marc Mari Maria Mario Mark Marta Max Mia Mina Nina Noah Nora Oleg Omar Paul Petra Rosa Sara Sven Tara Tim Uma Yara Zoë'.split(
    ' ',
  );
const syllables =
  'ab al an ba be bo ca da de do el en er fa ga go ha he hu in ja ka ko la le lo ma mi mo na ne no ol pa po ra ri ro sa se so ta te to un va vi wa ya za'.split(
    ' ',
  );
const cities =
  'Paris London Berlin Madrid Rome Vienna Prague Warsaw Lisbon Dublin Oslo Stockholm Helsinki Athens Zürich Brussels Amsterdam Copenhagen Budapest Zagreb Porto Lyon Milan Munich Hamburg Kraków Gdańsk Seville Valencia Naples Turin Bergen Malmö Graz Linz Basel Geneva Ghent Bruges Cork Galway Leeds York Bath Bristol Cardiff Derry Dundee Perth Oxford'.split(
    ' ',
  );
const plans = ['free', 'free', 'free', 'silver', 'gold'];
const firstDay = Date.UTC(2015, 0, 1);
const spanMs = 10 * 365 * 86_400_000;

/** A user as directories have them, the same each time; numbers begin at 0. */
export function manyPeople(number: number, connectionId: string): User {
  const draw = draws(number);
  const givenName = pick(given, draw());
  const family = [0, 1, 2].map(() => pick(syllables, draw())).join('');
  const familyName = family[0]?.toUpperCase() + family.slice(1);
  const createdAt = firstDay + Math.floor(draw() * spanMs);
  const lastLoginAt = createdAt + Math.floor(draw() * 86_400_000 * 100);
  return {
    userId: subjectFor(
      Math.floor(draw() * 2 ** 48)
        .toString(16)
        .padStart(12, '0') + number.toString(16).padStart(12, '0'),
    ),
    connectionId,
    email: emailOf(number),
    emailVerified: draw() < 0.9,
    username: null,
    name: `${givenName} ${familyName}`,
    nickname: givenName.toLowerCase() + String(number % 100),
    givenName,
    familyName,
    picture: `https://cdn.example.com/avatars/${number}.png`,
    phoneNumber: null,
    userMetadata: {
      city: pick(cities, draw()),
      language: draw() < 0.5 ? 'en' : 'de',
      newsletter: draw() < 0.3,
    },
    appMetadata: { plan: pick(plans, draw()), customer_number: customerNumberOf(number) },
    blocked: draw() < 0.01,
    createdAt,
    updatedAt: lastLoginAt,
    lastLoginAt,
    lastIp: `192.0.2.${number % 256}`,
    loginsCount: Math.floor(draw() * 200),
    lastPasswordChangeAt: null,
    credentialVersion: createdAt,
    origin: { how: 'migrated-at-login', at: createdAt, scriptVersion: 'bench', legacyMs: 20 },
  };
}

export function emailOf(number: number): string {
  return `person.${number.toString(36)}@mail${number % 20}.example.com`;
}

export function customerNumberOf(number: number): number {
  return 10_000_000 + number;
}

/** Numbers between 0 and 1 that look like chance (mulberry32). */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick(values: readonly string[], draw: number): string {
  return values[Math.floor(draw * values.length)] ?? '';
}
