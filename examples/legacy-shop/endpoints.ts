import type { BasicCredentials } from './basic-credentials.ts';
import { hashShopPassword, type ShopUser, type UserTable } from './user-table.ts';

export interface Question {
  readonly method: string;
  readonly url: URL;
  readonly credentials: BasicCredentials | undefined;
  /** Reads the body as JSON; undefined when it is none, or too long. */
  readonly body: () => Promise<unknown>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** With these credentials another system may read and change all users. */
export const shopApi: BasicCredentials = { username: 'segue', password: 'shop-api-since-2009' };

const unauthorized: Answer = { status: 401, body: { error: 'unauthorized' } };
export const notFound: Answer = { status: 404, body: { error: 'not found' } };

/** The whole interface of the shop: `GET /login`, `GET /users?email=`, `PUT /users/{user_id}`. */
export async function answerTo(table: UserTable, question: Question): Promise<Answer> {
  const { method, url } = question;
  const userId = /^\/users\/(\d{1,15})$/.exec(url.pathname)?.[1];
  if (method === 'GET' && url.pathname === '/login') return logIn(table, question);
  if (method === 'GET' && url.pathname === '/users') return findUser(table, question);
  if (method === 'PUT' && userId !== undefined) return changeUser(table, question, Number(userId));
  return notFound;
}

function logIn(table: UserTable, { credentials }: Question): Answer {
  const user = credentials && table.find(credentials.username);
  if (user?.password_sha1 !== hashShopPassword(credentials?.password ?? '')) return unauthorized;
  return { status: 200, body: publicColumns(user) };
}

function findUser(table: UserTable, { credentials, url }: Question): Answer {
  if (!mayUseApi(credentials)) return unauthorized;
  const user = table.find(url.searchParams.get('email') ?? '');
  return user ? { status: 200, body: publicColumns(user) } : notFound;
}

async function changeUser(
  table: UserTable,
  { credentials, body }: Question,
  userId: number,
): Promise<Answer> {
  if (!mayUseApi(credentials)) return unauthorized;
  const columns = parseColumns(await body());
  if (columns === undefined) return { status: 400, body: { error: 'expects email, nickname or name' } };
  const holder = columns.email === undefined ? undefined : table.find(columns.email);
  if (holder && holder.user_id !== userId) return { status: 409, body: { error: 'email is taken' } };
  const user = table.change(userId, columns);
  return user ? { status: 200, body: publicColumns(user) } : notFound;
}

function mayUseApi(credentials: BasicCredentials | undefined): boolean {
  return credentials?.username === shopApi.username && credentials.password === shopApi.password;
}

function publicColumns({ password_sha1: _, ...columns }: ShopUser): Omit<ShopUser, 'password_sha1'> {
  return columns;
}

function parseColumns(body: unknown): Parameters<UserTable['change']>[1] | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const columns = Object.entries(body);
  const known = columns.every(
    ([name, value]) =>
      ['email', 'nickname', 'name'].includes(name) && typeof value === 'string' && value.length <= 200,
  );
  return known && columns.length > 0 ? Object.fromEntries(columns) : undefined;
}
