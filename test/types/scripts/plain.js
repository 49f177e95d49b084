/** @type {import('segue-id/script').Login} */
export const login = (email, password, callback) => {
  callback(null, password === 'right' ? { user_id: 1, email } : undefined);
};

/** @type {import('segue-id/script').GetUser} */
export async function getByEmail(email) {
  return { user_id: 1, email, nickname: configuration['NAME'] };
}

/** @type {import('segue-id/script').GetUser} */
// @ts-expect-error an email is a text
export const wrong = async () => ({ user_id: 1, email: 2 });
