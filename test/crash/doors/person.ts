import assert from 'node:assert/strict';
import { readRows } from '../../kit/read-rows.ts';
import type { Segue } from '../../kit/start-segue.ts';
import { type CrashStage, emailOf } from '../crash-stage.ts';
import type { Ground } from './door.ts';

/** Somebody who is here and logged in. */
export interface Person {
  readonly number: number;
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly refreshToken: string;
}

const tokens = ['access_token', 'id_token', 'refresh_token'];

/** Creates a local user and logs it in. */
export async function localPerson(
  ground: Ground,
  number: number,
  verified = true,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Person> {
  const { stage, segue } = ground;
  const password = stage.newPassword();
  const email = `local-${number}@example.com`;
  const created = await segue.manage('POST', 'users', {
    connection: stage.connection.name,
    user_id: `local-${number}`,
    email,
    email_verified: verified,
    password,
    nickname: `nick ${number}`,
    user_metadata: { theme: 'dark' },
    app_metadata: { plan: 'free' },
    ...more,
  });
  assert.equal(created.status, 201, created.text);
  return loggedIn(ground, { number, userId: created.body.user_id, email, password });
}

/** Has somebody of the shop migrated by a login. */
export async function migratedPerson(ground: Ground, number: number): Promise<Person> {
  const { password } = ground.stage;
  return loggedIn(ground, { number, userId: `auth0|${number}`, email: emailOf(number), password });
}

/** Logs a person in. */
export async function loggedIn(
  { stage, segue }: Ground,
  person: Omit<Person, 'refreshToken'>,
): Promise<Person> {
  const { email: username, password } = person;
  const answer = await segue.token({ ...stage.login(person.number), username, password });
  assert.equal(answer.status, 200, answer.text);
  stage.watch('refresh-token', answer.body.refresh_token);
  return { ...person, refreshToken: answer.body.refresh_token };
}

/** Whether a login succeeds; each person comes from an address of its own, so that none is held up for another's mistakes. */
export async function logsIn(
  segue: Segue,
  stage: CrashStage,
  { number, email, password }: Pick<Person, 'number' | 'email' | 'password'>,
): Promise<boolean> {
  const body = new URLSearchParams({ ...stage.login(number), username: email, password });
  const headers = addressOf(number);
  const answer = await segue.request('oauth/token', { method: 'POST', headers, body }, tokens);
  if (answer.status === 200) return true;
  assert.match(answer.body.error, /^(?:invalid_grant|unauthorized)$/, answer.text);
  return false;
}

/** Whether what an earlier login began still goes on. */
export async function isStillLoggedIn(
  segue: Segue,
  { connection }: CrashStage,
  { refreshToken: refresh_token }: Person,
): Promise<boolean> {
  const grant_type = 'refresh_token';
  const answer = await segue.token({ grant_type, refresh_token, ...connection.application });
  if (answer.status === 200) return true;
  assert.equal(answer.body.error, 'invalid_grant', answer.text);
  return false;
}

/** Has an operator make a link; answers with its path. */
export async function linkFor(
  { stage, segue }: Ground,
  purpose: 'password-change' | 'email-verification',
  holder: Readonly<Record<string, string>>,
): Promise<string> {
  const answer = await segue.manage('POST', `tickets/${purpose}`, holder);
  assert.equal(answer.status, 201, answer.text);
  watchLink(stage, answer.body.ticket);
  return pathOf(answer.body.ticket);
}

/** From now on no line may tell the secret of a link, if it has one. */
export function watchLink(stage: CrashStage, link: string): void {
  const secret = new URL(link).searchParams.get('ticket');
  if (secret !== null) stage.watch('ticket', secret);
}

/** The path of a link, for whichever Segue answers it. */
export function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return `${pathname.slice(1)}${search}`;
}

/** Whether a link still opens its page. */
export async function opens(segue: Segue, path: string): Promise<boolean> {
  const { status } = await segue.request(path);
  return status === 200;
}

/** What the Management API shows of everybody with an email: these properties. */
export async function shown(
  segue: Segue,
  email: string,
  keys: readonly string[],
): Promise<readonly unknown[]> {
  const { body } = await segue.manage('GET', `users-by-email?email=${encodeURIComponent(email)}`);
  return body.map((user: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(keys.map((key) => [key, user[key]])),
  );
}

/** How many rows fit, looked up past Segue. */
export async function count({ databaseUrl }: CrashStage, rows: string): Promise<number> {
  const [row] = await readRows(databaseUrl, `select count(*) as rows from ${rows}`);
  return Number(row?.['rows']);
}

/** How many events of a kind tell of a user. */
export function eventsOf(stage: CrashStage, kind: string, userId: string): Promise<number> {
  return count(stage, `events where kind = '${kind}' and user_id = '${userId}'`);
}

export function addressOf(number: number): Readonly<Record<string, string>> {
  return { 'x-forwarded-for': `10.1.${number >> 8}.${number & 255}` };
}
