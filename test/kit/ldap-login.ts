/** Finds the entry as the operator, and binds as the user: the directory itself compares the password. */
export const ldapLogin = `async (email, password, callback) => {
  const { Client, EqualityFilter, InvalidCredentialsError } = require('ldapts');
  const client = new Client({ url: configuration.LDAP_URL, timeout: 5000, connectTimeout: 5000 });
  try {
    await client.bind(configuration.LDAP_DN, configuration.LDAP_PASSWORD);
    const filter = new EqualityFilter({ attribute: 'mail', value: email });
    const { searchEntries } = await client.search(configuration.LDAP_BASE, { filter });
    if (searchEntries.length !== 1) return callback();
    const [entry] = searchEntries;
    await client.bind(entry.dn, password);
    callback(null, { user_id: entry.uid, email: entry.mail, name: entry.cn, family_name: entry.sn });
  } catch (error) {
    callback(error instanceof InvalidCredentialsError ? undefined : error);
  } finally {
    await client.unbind();
  }
}`;
