import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { cruise } from './cruise.ts';

const checkout = join(import.meta.dirname, '../..');

/** A deliberate violation of each rule: the file that breaks it, and what it imports. */
const violations: Readonly<Record<string, readonly [from: string, imports: string]>> = {
  'no-circles': ['src/lib/a.ts', './b.ts'],
  'lib-knows-nothing': ['src/lib/nosy.ts', '../tenant/index.ts'],
  'lib-needs-node-only': ['src/lib/heavy.ts', 'pino'],
  'domain-is-alone': ['src/accounts/log-in.ts', '../store/index.ts'],
  'domain-needs-no-packages': ['src/accounts/hash.ts', '@node-rs/argon2'],
  'domain-knows-no-machine': ['src/tenant/file.ts', 'node:fs'],
  'tenant-never-enters-accounts': ['src/tenant/user.ts', '../accounts/index.ts'],
  'tools-are-alone': ['src/passwords/user.ts', '../accounts/index.ts'],
  'parts-see-the-domain': ['src/store/events.ts', '../events/index.ts'],
  'legacy-may-run-scripts': ['src/legacy/directory.ts', '../store/index.ts'],
  'http-knows-no-edge': ['src/http/server.ts', '../oidc/index.ts'],
  'edges-never-meet': ['src/management-api/token.ts', '../oidc/index.ts'],
  'front-doors': ['src/http/window.ts', '../accounts/user.ts'],
  'app-uses-front-doors': ['src/app.ts', './store/events.ts'],
  'only-app-knows-all': ['src/config.ts', './app.ts'],
  'config-is-handed-in': ['src/oidc/reads-config.ts', '../config.ts'],
  'no-test-code-in-product': ['src/accounts/uses-fake.ts', './fakes/store.ts'],
  'sql-lives-in-store': ['src/events/sql.ts', 'kysely'],
  'fastify-lives-at-the-edge': ['src/legacy/server.ts', 'node:http'],
  'oidc-provider-lives-in-oidc': ['src/http/provider.ts', 'oidc-provider'],
  'mail-lives-in-mail': ['src/jobs/sends.ts', 'nodemailer'],
  'operator-needs-a-server-only': ['src/commands/operator/users.ts', '../../accounts/index.ts'],
  'processes-live-in-scripts': ['src/store/backup.ts', 'node:child_process'],
};

/** What the violations import, and neighbours who keep every rule. */
const innocent: Readonly<Record<string, string>> = {
  'src/lib/b.ts': "import './a.ts';",
  'src/accounts/index.ts': "import '../tenant/index.ts'; import '../lib/b.ts';",
  'src/accounts/user.ts': '',
  'src/accounts/fakes/store.ts': "import '../index.ts'; import 'node:async_hooks';",
  'src/accounts/user.test.ts': "import './fakes/store.ts'; import 'node:test';",
  'src/tenant/index.ts': '',
  'src/store/index.ts': "import 'kysely'; import '../accounts/index.ts';",
  'src/events/index.ts': "import 'pino'; import '../accounts/index.ts';",
  'src/oidc/index.ts': "import 'oidc-provider'; import '../http/index.ts'; import '../lib/b.ts';",
  'src/http/index.ts': "import 'fastify'; import '../accounts/index.ts';",
  'src/commands/start.ts': "import '../app.ts'; import '../config.ts'; import 'node:child_process';",
};

test('each dependency rule finds its deliberate violation, and nothing else', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'segue-house-'));
  t.after(() => rm(root, { recursive: true }));
  await cp(join(checkout, 'tsconfig.json'), join(root, 'tsconfig.json'));
  await symlink(join(checkout, 'node_modules'), join(root, 'node_modules'));
  const guilty = Object.values(violations).map(([from, imports]) => [from, `import '${imports}';`] as const);
  for (const [file, source] of [...Object.entries(innocent), ...guilty]) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), source);
  }

  const found = await cruise(root);

  assert.equal(found.seen, found.there);
  const guiltyFiles = new Set(guilty.map(([from]) => from)).add('src/lib/b.ts');
  for (const { rule, from } of found.violations) assert.ok(guiltyFiles.has(from), `${rule} accuses ${from}`);
  for (const [rule, [from]] of Object.entries(violations)) {
    assert.ok(
      found.violations.some((each) => each.rule === rule && each.from === from),
      `${rule} does not see ${from}`,
    );
  }
});

test('no rule is without its violation', () => {
  const { forbidden }: { forbidden: readonly { name: string }[] } = createRequire(import.meta.url)(
    join(checkout, '.dependency-cruiser.cjs'),
  );
  assert.deepEqual(forbidden.map(({ name }) => name).toSorted(), Object.keys(violations).toSorted());
});
