import type { Connection, ConnectionOptions } from '../connection.ts';

const login = 'function login(email, password, callback) { callback() }';
const getUser = 'function getByEmail(email, callback) { callback() }';

/** A connection with import mode on; tests name what matters to them. */
export function connectionFixture(
  differs: Partial<Omit<Connection, 'options'>> & { readonly options?: Partial<ConnectionOptions> } = {},
): Connection {
  return {
    id: 'con_0000000000000001',
    name: 'shop-users',
    displayName: null,
    realms: ['shop-users'],
    isDomainConnection: false,
    enabledClients: [],
    metadata: {},
    refusalPeriodMs: null,
    createdAt: 0,
    updatedAt: 0,
    ...differs,
    options: {
      importMode: true,
      enabledDatabaseCustomization: true,
      customScripts: { login, get_user: getUser },
      configuration: {},
      requiresUsername: false,
      bruteForceProtection: true,
      disableSignup: false,
      legacyIdPrefix: '',
      keepUnknownProfileKeys: false,
      other: {},
      ...differs.options,
    },
  };
}
