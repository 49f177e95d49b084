import { styleText } from 'node:util';
import type { LetterTray } from './letter-tray.ts';
import type { ApiAnswer, SegueApi } from './segue-api.ts';
import type { SequenceDiagram } from './sequence-diagram.ts';
import type { Application } from './set-up.ts';
import type { SeenByShop, ShopProcess } from './shop-process.ts';

/** All that a scene plays with. */
export interface Stage {
  readonly print: (line?: string) => void;
  readonly diagram: SequenceDiagram;
  /** Where Segue listens, with a trailing slash. */
  readonly url: string;
  readonly api: SegueApi;
  readonly shop: ShopProcess;
  readonly letters: LetterTray;
  readonly application: Application;
}

/** What a scene tells, and whether it was so. */
export interface Claim {
  readonly claim: string;
  readonly holds: boolean;
}

/** Plays a part of the story, draws it as it happens, and says what it told. */
export type Scene = (stage: Stage) => Promise<readonly Claim[]>;

export function title({ print }: Pick<Stage, 'print'>, text: string): void {
  print();
  print(styleText('bold', `  ${text}`));
  print();
}

// What the shop prints comes by a pipe, sometimes after the answer that it is about.
const pipeDelayMs = 3000;

/** Does something, and tells what the shop saw meanwhile; waits a little for as many requests as are to be seen. */
export async function withShop<T>(
  { shop }: Pick<Stage, 'shop'>,
  expected: number,
  act: () => Promise<T>,
): Promise<{ readonly answer: T; readonly seen: readonly SeenByShop[] }> {
  const before = shop.seen.length;
  const answer = await act();
  await shop.untilSeen(before + expected, pipeDelayMs);
  return { answer, seen: shop.seen.slice(before) };
}

/** A login with email and password. */
export function logIn(
  { api, application: { clientId, clientSecret } }: Pick<Stage, 'api' | 'application'>,
  who: { readonly email: string; readonly password: string },
): Promise<ApiAnswer> {
  return api.token({
    grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
    realm: 'shop-users',
    scope: 'openid profile email',
    client_id: clientId,
    client_secret: clientSecret,
    username: who.email,
    password: who.password,
  });
}

/** A user on one line. */
export function describe(user: Readonly<Record<string, unknown>> | undefined): string {
  if (user === undefined) return 'nobody';
  const { user_id: id, email, nickname } = user;
  return `${String(id)}  ${String(email)}  nickname "${String(nickname)}"`;
}

/** The user with this email, as the Management API shows it. */
export async function findUser(
  { api }: Pick<Stage, 'api'>,
  email: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { body } = await api.manage('GET', `users-by-email?email=${encodeURIComponent(email)}`);
  const [user] = Array.isArray(body['items']) ? body['items'] : [];
  return user;
}
