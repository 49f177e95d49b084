import type { Connection, ConnectionOptions } from '../connection.ts';
import { sampleConnection } from './samples.ts';

const login = 'function login(email, password, callback) { callback() }';
const getUser = 'function getByEmail(email, callback) { callback() }';

/** A connection with import mode on; tests name what matters to them. */
export function connectionFixture(
  differs: Partial<Omit<Connection, 'options'>> & { readonly options?: Partial<ConnectionOptions> } = {},
): Connection {
  const { options, ...given } = differs;
  const sample = sampleConnection({ id: 'con_0000000000000001', name: 'shop-users', ...given });
  const migrating = {
    importMode: true,
    enabledDatabaseCustomization: true,
    customScripts: { login, get_user: getUser },
  };
  return { ...sample, options: { ...sample.options, ...migrating, ...options } };
}
