import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireService, skipUnless } from './index.ts';
import { MissingServiceError, skipUnlessIn } from './services.ts';

const bareMachine = { env: {}, directories: [] };

test('a service that is there skips nothing', skipUnless('postgres', 'mariadb', 'openldap'), () => {
  assert.match(requireService('mariadb'), /mariadbd$/);
});

test('where a service is missing, the reason for skipping says how to install it', () => {
  assert.deepEqual(skipUnlessIn(bareMachine, ['mariadb']), {
    skip: 'needs mariadb: apt-get install mariadb-server',
  });
  assert.deepEqual(skipUnlessIn(bareMachine, ['openldap', 'chromium']), {
    skip: 'needs openldap, chromium: apt-get install slapd ldap-utils chromium',
  });
  const { skip } = skipUnlessIn(bareMachine, ['chromium', 'schemathesis']);
  assert.match(
    String(skip),
    /^needs chromium, schemathesis: apt-get install chromium; python3 -m venv .+pip install/,
  );
});

test('in CI a missing service is a failure', () => {
  for (const env of [{ CI: '1' }, { CI: 'true' }, { SEGUE_TEST_REQUIRE_SERVICES: '1' }]) {
    assert.throws(() => skipUnlessIn({ ...bareMachine, env }, ['mariadb']), MissingServiceError);
  }
  assert.notEqual(skipUnlessIn({ ...bareMachine, env: { CI: 'false' } }, ['mariadb']).skip, false);
});

test('a shared PostgreSQL stands in for a local one', () => {
  const env = { SEGUE_TEST_POSTGRES: 'postgres://segue@127.0.0.1/postgres' };
  assert.deepEqual(skipUnlessIn({ ...bareMachine, env }, ['postgres']), { skip: false });
});
