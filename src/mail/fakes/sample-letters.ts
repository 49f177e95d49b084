import type { Letter } from '../../accounts/index.ts';
import type { Brand } from '../../tenant/index.ts';

/** 24 November 2026, 16:05 UTC. */
export const sampleNow = Date.UTC(2026, 10, 24, 16, 5);

export const sampleClock = { now: (): number => sampleNow };

export const sampleBrand: Brand = {
  name: 'Acme Outdoor',
  logoUrl: 'https://cdn.acme.example/logo.png?size=2&theme=light',
  supportEmail: 'support@acme.example',
  supportUrl: 'https://acme.example/help?topic=account&from=mail',
  locales: ['en', 'de', 'fr', 'es', 'pt-BR'],
};

const addressed = {
  id: '69247d0c0a1b2c3d4e5f6071',
  to: 'jane.miller@example.com',
  languages: ['en'],
  brand: sampleBrand,
};

const dayMs = 86_400_000;

/** One letter of each kind; a change to one part of it in `changes`. */
export function sampleLetter(kind: Letter['kind'], changes: Partial<typeof addressed> = {}): Letter {
  const letter = { ...addressed, ...changes };
  switch (kind) {
    case 'password-change':
      return { ...letter, kind, link: sampleLink, expiresAt: sampleNow + 5 * dayMs };
    case 'email-verification':
      return { ...letter, kind, link: sampleLink, expiresAt: sampleNow + dayMs };
    case 'password-changed':
    case 'email-changed':
      return { ...letter, kind, at: sampleNow };
  }
}

export const letterKinds = [
  'password-change',
  'email-verification',
  'password-changed',
  'email-changed',
] as const satisfies readonly Letter['kind'][];

/** With every character that quoted-printable, HTML and line breaking treat in a way of their own. */
export const sampleLink =
  'https://login.acme.example/u/password-change?ticket=Zk3vQ0o1pX7sJw2n9LrTtYb8HcUeGd5iAa6mKf4xP1w-_~&lang=pt-BR#a=b';
