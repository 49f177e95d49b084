import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { CheckedRule, ConfirmPasswordChangeOutcome, NewPasswordForm } from '../../accounts/index.ts';
import { createHttpServer } from '../../http/index.ts';
import { createSealer } from '../../lib/sealed-secret.ts';
import type { Brand } from '../../tenant/index.ts';
import { createKeptPasswords } from '../kept-passwords.ts';
import type { EmailVerification, PagesNeeds, TicketDetails } from '../needs.ts';
import { pages } from '../pages.ts';
import { createWaysOn } from '../ways-on.ts';

/** The edge on a real server, over tickets in memory. */
export interface PagesFixture {
  readonly server: FastifyInstance;
  /** Every line of the log, at its most talkative. */
  readonly logLines: readonly string[];
  /** What the pages asked for that changes something. */
  readonly changes: readonly (NewPasswordForm | EmailVerification)[];
  /** The secrets of the tickets that were looked at, by pages and by forms. */
  readonly looks: readonly string[];
  /** An error is thrown. */
  brand: Brand | Error;
  /** Where all leads when it is done. */
  resultUrl: string | null;
  /** How the next password changes end, and when; without it, well and at once. An error is thrown. */
  outcome: ConfirmPasswordChangeOutcome | Error | Promise<ConfirmPasswordChangeOutcome> | undefined;
  /** Makes a ticket and says its secret. */
  issue(ticket?: Partial<TicketDetails>): string;
  /** Lets time pass for what pages keep. */
  advance(milliseconds: number): void;
}

export const sampleBrand: Brand = {
  name: 'Morgenrot',
  logoUrl: null,
  supportEmail: 'help@morgenrot.example',
  supportUrl: null,
  locales: ['en', 'de', 'fr', 'es', 'pt-BR'],
};

export const excellentRules: readonly CheckedRule[] = [
  { code: 'lengthAtLeast', least: 10, verified: false },
  {
    code: 'containsAtLeast',
    least: 3,
    classes: [
      { code: 'lowerCase', verified: false },
      { code: 'upperCase', verified: false },
      { code: 'numbers', verified: false },
      { code: 'specialCharacters', verified: false },
    ],
    verified: false,
  },
  { code: 'identicalChars', most: 2, verified: false },
];

const sampleTicket: TicketDetails = {
  purpose: 'password-change',
  email: 'ada@example.com',
  clientName: 'Morgenrot Shop',
  rules: excellentRules,
};

/** Opens the edge; the caller closes the server. */
export async function openPages(baseUrl = 'http://localhost/'): Promise<PagesFixture> {
  const tickets = new Map<string, TicketDetails>();
  const looks: string[] = [];
  const changes: (NewPasswordForm | EmailVerification)[] = [];
  const logLines: string[] = [];
  let now = Date.UTC(2030, 0, 1);
  const sealer = createSealer([randomBytes(32)]);
  const server = createHttpServer({
    logger: pino({ level: 'trace' }, { write: (line: string) => void logLines.push(line) }),
  });
  const fixture: PagesFixture = {
    server,
    logLines,
    changes,
    looks,
    brand: sampleBrand,
    resultUrl: null,
    outcome: undefined,
    issue(ticket) {
      const secret = randomBytes(32).toString('base64url');
      tickets.set(secret, { ...sampleTicket, ...ticket });
      return secret;
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
  const needs: PagesNeeds = {
    baseUrl,
    async brand() {
      if (fixture.brand instanceof Error) throw fixture.brand;
      return fixture.brand;
    },
    async lookAtTicket(secret) {
      looks.push(secret);
      const ticket = tickets.get(secret);
      return ticket === undefined ? { state: 'gone' } : { state: 'open', ...ticket };
    },
    async confirmPasswordChange(change) {
      changes.push(change);
      const { resultUrl } = fixture;
      const outcome = (await fixture.outcome) ?? { outcome: 'changed', resultUrl };
      if (outcome instanceof Error) throw outcome;
      if (outcome.outcome === 'changed' || outcome.outcome === 'gone') tickets.delete(change.secret);
      return outcome;
    },
    async verifyEmail(verification) {
      changes.push(verification);
      const isThere = tickets.delete(verification.secret);
      return isThere ? { outcome: 'verified', resultUrl: fixture.resultUrl } : { outcome: 'gone' };
    },
    ...createKeptPasswords({ sealer, clock: { now: () => now } }),
    ...createWaysOn({ sealer }),
  };
  await server.register(pages(needs));
  return fixture;
}
