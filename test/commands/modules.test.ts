import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ModuleError } from '../../src/commands/modules/module-error.ts';
import { readModuleSpec, specText } from '../../src/commands/modules/module-spec.ts';
import { createScriptRunner, scriptModuleFolders } from '../../src/scripts/index.ts';
import { startRegistry, type TestRegistry } from './package-registry.ts';

const main = join(import.meta.dirname, '../../src/main.mjs');

const driver = {
  name: 'shop-driver',
  description: {
    dependencies: { 'shop-wire': '^2.0.0' },
    scripts: { preinstall: 'touch canary', install: 'touch canary', postinstall: 'touch canary' },
  },
};
const wire = { 'index.js': "exports.say = (text) => 'wire 2 says ' + text;" };
const packages = [
  { ...driver, version: '1.0.0', files: { 'index.js': "module.exports = require('shop-wire').say;" } },
  { ...driver, version: '2.0.0', files: { 'index.js': "module.exports = require('shop-wire').say;" } },
  { name: 'shop-wire', version: '2.1.0', files: wire },
  { name: 'shop-other', version: '1.0.0', files: wire },
  { name: 'shop-native', version: '1.0.0', files: { 'index.js': '', 'binding.gyp': '{}' } },
  { name: 'shop-gyp', version: '1.0.0', description: { gypfile: true }, files: { 'index.js': '' } },
  {
    name: '@shop/prebuilt',
    version: '1.0.0',
    files: { 'index.js': '', 'prebuilds/linux-x64/shop.node': 'x' },
  },
  {
    name: 'shop-hides-native',
    version: '1.0.0',
    description: { dependencies: { '@shop/prebuilt': '1.0.0' } },
    files: wire,
  },
];

interface Said {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

// The registry of this test packs its packages with it.
const hasTar = spawnSync('tar', ['--version']).status === 0;
const skip = hasTar ? false : 'tar is not installed: apt-get install tar';

describe('segue modules', { skip, timeout: 180_000 }, () => {
  let registry: TestRegistry;
  let home: string;
  let data: string;
  before(async () => {
    registry = await startRegistry(packages);
    home = await mkdtemp(join(tmpdir(), 'segue-modules-home-'));
  });
  after(async () => {
    await registry.stop();
    await rm(home, { recursive: true });
  });
  beforeEach(async (t) => {
    data = await mkdtemp(join(tmpdir(), 'segue-modules-'));
    if ('after' in t) t.after(() => rm(data, { recursive: true }));
  });

  function segue(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
    const child = spawn(process.execPath, [main, 'modules', ...args], {
      cwd: data,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: home,
        npm_config_registry: registry.url,
        npm_config_cache: join(home, 'cache'),
        npm_config_fetch_retries: '0',
        DATABASE_URL: `sqlite:${join(data, 'segue.sqlite')}`,
        ...env,
      },
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      said.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said.err += chunk;
    });
    return new Promise((resolve) => child.once('close', (status) => resolve({ status, ...said })));
  }

  const folder = (): string => join(data, 'modules');

  async function answerOf(source: string): Promise<unknown> {
    const runner = createScriptRunner({ moduleFolders: scriptModuleFolders(folder()) });
    try {
      const scripts = { version: '1', configuration: {}, sources: { login: source } };
      const call = {
        connectionId: 'c',
        connectionName: 'c',
        scripts,
        script: 'login',
        args: ['a', 'b'],
      } as const;
      const answer = await runner.run(call);
      return answer.answer === 'value' ? answer.value : answer;
    } finally {
      await runner.close();
    }
  }

  it('adds packages for action scripts without running their install scripts, lists and removes them', async () => {
    const says = "async () => ({ said: require('shop-driver@0.1.0')('hello') })";
    assert.match((await segue(['list'])).out, /^no modules in .*; add one with: segue modules add NAME\n$/);
    const added = await segue(['add', 'shop-driver@1', 'shop-other']);
    assert.equal(added.status, 0, added.err);
    assert.match(added.out, /fetching shop-driver@1, shop-other with npm/);
    assert.match(added.out, /✓ shop-driver 1\.0\.0\n/);
    assert.match(added.out, /shop-driver has an install script, which was not run/);
    assert.match(added.out, /Restart Segue: action scripts can then require them\./);
    assert.deepEqual(await answerOf(says), { said: 'wire 2 says hello' });

    const files = await readdir(data, { recursive: true });
    assert.deepEqual(
      files.filter((file) => file.endsWith('canary')),
      [],
    );
    assert.deepEqual(await readdir(data), ['modules']);

    assert.equal((await segue(['add', 'shop-driver'])).status, 0);
    assert.equal((await segue(['list'])).out, 'shop-driver 2.0.0\nshop-other 1.0.0\n');
    const removed = await segue(['remove', 'shop-driver']);
    assert.equal(removed.status, 0, removed.err);
    assert.equal((await segue(['list'])).out, 'shop-other 1.0.0\n');
    const answer = await answerOf(says);
    assert.match(
      JSON.stringify(answer),
      /There is no module \\"shop-driver\\" here; install it with: segue modules add shop-driver/,
    );
  });

  it('refuses native code, wherever in the tree, names its package and leaves nothing installed', async () => {
    for (const [name, native] of [
      ['shop-native', 'shop-native'],
      ['shop-gyp', 'shop-gyp'],
      ['shop-hides-native', '@shop/prebuilt'],
    ] as const) {
      const refused = await segue(['add', 'shop-other', name]);
      assert.equal(refused.status, 1, name);
      assert.match(
        refused.err,
        new RegExp(`^segue: ${native} holds native code, .*; nothing was installed\\..*--allow-native`),
      );
      assert.deepEqual(await readdir(data), [], name);
    }
    const allowed = await segue(['add', 'shop-hides-native', '--allow-native']);
    assert.equal(allowed.status, 0, allowed.err);
    assert.match(allowed.out, /! @shop\/prebuilt holds native code, which action scripts cannot load/);
    assert.match(allowed.out, /✓ shop-hides-native 1\.0\.0/);
  });

  it('keeps what is installed when an addition fails', async () => {
    assert.equal((await segue(['add', 'shop-other'])).status, 0);
    assert.equal((await segue(['add', 'shop-native'])).status, 1);
    assert.equal((await segue(['add', 'shop-driver@9'])).status, 1);
    assert.equal((await segue(['list'])).out, 'shop-other 1.0.0\n');
    assert.deepEqual(await readdir(data), ['modules']);
  });

  const noName = [
    'https://example.com/x.tgz',
    'git+ssh://git@example.com/x.git',
    'file:../x',
    './x',
    '/etc',
    '..',
    'user/repository',
    'x@user/repository',
    'x@npm:y@1',
    'x@file:y',
    'x@../y',
    'x.tgz',
    'x@1.0.0-a.tgz',
    'X Y',
    'x;id',
    'x@1 || 2',
    'x@>=1',
    'x@',
    '@shop',
    '-g',
    '',
    'x'.repeat(215),
  ];
  it('takes names and versions only', async () => {
    for (const text of noName) assert.throws(() => readModuleSpec(text), ModuleError, text);
    for (const text of ['x', 'x@1', 'x@^1.2', '@s/x.js@~1.2.3', 'x@1.2.3-beta.1', 'x@latest', 'x@1.x'])
      assert.equal(specText(readModuleSpec(text)), text);
    const refused = await segue(['add', 'shop-other', 'https://example.com/x.tgz']);
    assert.equal(refused.status, 1);
    assert.match(refused.err, /^segue: "https:.*" is no package name: write name or name@version/);
    assert.equal(existsSync(folder()), false);
  });

  it('says what to do next: no such package, no such version, no network, no npm, one that is ready, one that is not there', async () => {
    const said = async (args: readonly string[], env = {}): Promise<string> => {
      const { status, err } = await segue(args, env);
      assert.equal(status, 1, args.join(' '));
      return err;
    };
    assert.match(
      await said(['add', 'nothing-of-this-name']),
      /no such package in the registry: check its name/,
    );
    assert.match(await said(['add', 'shop-driver@9']), /no such version/);
    const nobody = { npm_config_registry: 'http://127.0.0.1:1/' };
    assert.match(
      await said(['add', 'shop-wire'], nobody),
      /the registry cannot be reached: check the network/,
    );
    assert.match(await said(['add', 'shop-wire'], { PATH: data }), /there is no npm on the PATH/);
    assert.match(await said(['add', 'mysql2']), /mysql2 comes with Segue/);
    assert.match(await said(['remove', 'shop-wire']), /shop-wire is not installed: "segue modules list"/);
    assert.deepEqual(await readdir(data), []);
  });

  it('installs where SEGUE_MODULES_FOLDER says', async () => {
    const elsewhere = join(data, 'deep', 'er');
    const added = await segue(['add', 'shop-other'], { SEGUE_MODULES_FOLDER: elsewhere });
    assert.equal(added.status, 0, added.err);
    assert.ok(scriptModuleFolders(elsewhere).some((each) => dirname(each) === elsewhere));
  });
});
