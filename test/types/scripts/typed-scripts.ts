import type { GetUser, GetUserWithContext, Login, LoginWithContext, Profile } from 'segue-id/script';

/** Scripts that must compile. */
export const withCallback: Login = (email, password, callback) => {
  if (password === '') return callback();
  if (configuration['DB_HOST'] === undefined) return callback(new Error('no host'));
  callback(null, {
    user_id: 1,
    email,
    email_verified: 1,
    created_at: new Date(0),
    user_metadata: { a: [1, null] },
  });
};
export const asFunction: Login = function login(email, _password, callback) {
  callback(new WrongUsernameOrPasswordError(email, 'no'));
  callback(new ValidationError('code', 'message'));
  callback(new UnauthorizedError('message'));
};
export const promising: Login = async (email, password) =>
  password === 'right' ? { id: 12n, username: 'ada', email } : null;
export const both: Login = async (_email, _password, callback) => callback(null, false);
export const withContext: LoginWithContext = (email, _password, context, callback) => {
  callback(null, { user_id: String(context['id']), email });
};
export const find: GetUser = (email, callback) => callback(null, { user_id: 'a', email });
export const findPromising: GetUser = async (email) => ({ user_id: 7, email, blocked: false });
export const findWithContext: GetUserWithContext = (_email, _context, callback) => callback(null, null);
const whole: Profile = {
  user_id: 'x',
  email: 'ada@example.com',
  email_verified: true,
  username: 'ada',
  name: 'Ada Lovelace',
  nickname: null,
  given_name: 'Ada',
  family_name: 'Lovelace',
  picture: 'https://example.com/ada.png',
  phone_number: '+44 1',
  blocked: 0,
  created_at: '1835-07-08',
  user_metadata: {},
  app_metadata: { plan: 'gold' },
  metadata: null,
};
export const everything: Login = (_email, _password, callback) => callback(null, whole);

/** Mistakes that must not. */
// @ts-expect-error a profile has an id
export const noId: Login = async (email) => ({ email });
// @ts-expect-error an id is no object
export const oddId: Login = async (email) => ({ user_id: {}, email });
// @ts-expect-error nobody to write to, and no name
export const nobody: Login = async () => ({ user_id: 1 });
// @ts-expect-error a key that Segue refuses
export const unknownKey: GetUser = (email, done) => done(null, { user_id: 1, email, roles: ['admin'] });
// @ts-expect-error a text is no flag
export const oddFlag: GetUser = async (email) => ({ user_id: 1, email, blocked: 'yes' });
// @ts-expect-error metadata is an object
export const oddMetadata: GetUser = (email, done) => done(null, { user_id: 1, email, user_metadata: 'x' });
// @ts-expect-error true is no profile
export const yes: Login = async () => true;
// @ts-expect-error Get User has no password
export const tooMany: GetUser = (_email, _password, _context, _callback) => {};
export const changesConfiguration: Login = (_email, _password, callback) => {
  // @ts-expect-error it cannot be changed
  configuration['DB_HOST'] = 'elsewhere';
  // @ts-expect-error a code is a text
  callback(new ValidationError(400));
};
