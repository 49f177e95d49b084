import { misdeeds } from './misdeeds.ts';

/**
 * A Login script that does what the address says: `<misdeed>.<anything>@…`. Right is the word of the configuration and
 * the address. Where there is a legacy system, it asks there first, as scripts do, over a kept connection.
 */
function loginThat(does: string): string {
  return `function login(email, password, callback) {
  const decide = () => {
    if (password !== configuration.WORD + ' of ' + email) return callback(null);
    const profile = { user_id: email, email, user_metadata: { theme: 'dark' } };
    ${does}
    callback(null, profile);
  };
  if (configuration.LEGACY === '') return decide();
  const question = configuration.LEGACY + '?email=' + encodeURIComponent(email);
  require('http').get(question, (answer) => answer.resume().once('end', decide)).once('error', callback);
}`;
}

const cases = misdeeds.map(({ name, statement }) => `case '${name}': { ${statement}; return; }`);

export const stormScripts = {
  /** As it should be. */
  sound: loginThat(''),
  troubled: loginThat(`switch (email.split('.')[0]) {
      ${cases.join('\n      ')}
    }`),
} as const;
