import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createLegacyConnection, scriptsOver } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { command, operatorOf, type Said } from './segue-command.ts';

const scripts = scriptsOver([
  {
    identifiers: ['jane@example.com'],
    password: 'correct horse',
    profile: { user_id: 7, email: 'jane@example.com' },
  },
]);

for (const store of stores) {
  describe(`segue connections, users, clients, ${store.name}`, store.options, () => {
    let segue: Segue;
    let folder: string;
    before(async () => {
      segue = await startSegue(store);
      folder = await mkdtemp(join(tmpdir(), 'segue-operator-'));
      await writeFile(join(folder, 'login.js'), scripts.login);
      await writeFile(join(folder, 'get-user.js'), scripts.getUser);
      await writeFile(
        join(folder, 'legacy.env'),
        `DB_HOST=db.example.com\nDB_PASSWORD=${segue.canaries.plant('db')}\n`,
      );
    });
    after(async () => {
      await segue.stop();
      await rm(folder, { recursive: true });
    });

    const run = (args: readonly string[], input = ''): Promise<Said> =>
      command(args, { env: operatorOf(segue), cwd: folder, input });

    async function ok(args: readonly string[], input = ''): Promise<Said> {
      const said = await run(args, input);
      assert.equal(said.status, 0, `${args.join(' ')}: ${said.out}${said.err}`);
      return said;
    }

    // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in it
    async function json(args: readonly string[], input = ''): Promise<any> {
      return JSON.parse((await ok([...args, '--json'], input)).out);
    }

    test('a connection is made from files, shown, changed in one place, looked after and deleted', async () => {
      const files = ['--login', 'login.js', '--get-user', 'get-user.js', '--configuration', 'legacy.env'];
      const made = await json(['connections', 'create', 'shop', ...files, '--import-mode']);
      assert.equal(made.options.import_mode, true);
      assert.equal(made.options.customScripts.login, scripts.login);
      assert.match(made.options.configuration.DB_PASSWORD, /^sealed:/);

      const list = await ok(['connections', 'list']);
      assert.match(list.out, /^CONNECTION +ID +IMPORT +LEGACY +CLIENTS\nshop +con_\w{16} +on +closed +0\n$/);
      const card = await ok(['connections', 'get', made.id]);
      assert.match(card.out, /^name +shop$/m);
      assert.match(card.out, /^options\.customScripts\.login +\d+ lines$/m);
      assert.doesNotMatch(card.out, /function login/);

      const status = await ok(['connections', 'status', 'shop']);
      assert.match(status.out, /✓ the legacy user store is asked/);
      const state = await json(['connections', 'status', 'shop']);
      assert.deepEqual([state.name, state.healthy, state.legacy.state], ['shop', true, 'closed']);

      const changed = await json(['connections', 'update', 'shop', '--set', 'options.disable_signup=true']);
      assert.deepEqual(changed.options, { ...made.options, disable_signup: true }, 'the rest stays');
      const off = await json(['connections', 'update', 'shop', '--no-import-mode']);
      assert.equal(off.options.import_mode, false);
      assert.match((await ok(['connections', 'status', 'shop'])).out, /✓ nobody is migrated/);

      assert.deepEqual(await json(['connections', 'delete', 'shop', '--yes']), { deleted: made.id });
      const gone = await run(['connections', 'get', 'shop']);
      assert.equal(gone.status, 67);
      assert.match(gone.err, /^segue: there is no connection shop\n {2}.*segue connections list shows both/);
    });

    test('a user is made with a password from the standard input, found, changed and deleted', async () => {
      await ok(['connections', 'create', 'local']);
      const create = ['users', 'create', '--connection', 'local', '--email', 'kim@example.com'];
      const password = segue.canaries.plant('password');
      const made = await json(
        [...create, '--name', 'Kim Ö', '--set', 'app_metadata.plan=gold'],
        `${password}\n`,
      );
      assert.deepEqual(
        [made.email, made.name, made.app_metadata],
        ['kim@example.com', 'Kim Ö', { plan: 'gold' }],
      );

      const again = await run(create, `${password}\n`);
      assert.deepEqual([again.status, again.err], [65, 'segue: The user already exists.\n']);
      const weak = await run(
        ['users', 'create', '--connection', 'local', '--email', 'lee@example.com'],
        'abc\n',
      );
      assert.equal(weak.status, 65);
      assert.match(weak.err, /^segue: PasswordStrengthError: Password is too weak\n$/);
      const none = await run(['users', 'create', '--connection', 'local', '--email', 'lee@example.com']);
      assert.deepEqual([none.status, none.err.split('\n')[0]], [66, 'segue: no password was given']);

      assert.equal((await json(['users', 'get', 'KIM@example.com'])).user_id, made.user_id);
      assert.equal((await json(['users', 'get', made.user_id])).email, 'kim@example.com');
      assert.deepEqual((await json(['users', 'search', 'kim@example.com'])).map(idOf), [made.user_id]);
      assert.deepEqual((await json(['users', 'list', '--all'])).map(idOf), [made.user_id]);
      assert.match((await ok(['users', 'list', '--connection', 'local'])).out, /kim@example\.com +local +0/);

      const set = ['--block', '--set', 'app_metadata.seats={"free":2}', '--set', 'user_metadata.lang=fr'];
      const changed = await json(['users', 'update', 'kim@example.com', ...set]);
      assert.deepEqual(changed.app_metadata, { plan: 'gold', seats: { free: 2 } });
      assert.deepEqual([changed.blocked, changed.user_metadata], [true, { lang: 'fr' }]);
      const deeper = [
        'users',
        'update',
        'kim@example.com',
        '--unblock',
        '--set',
        'app_metadata.seats.paid=1',
      ];
      assert.deepEqual((await json(deeper)).app_metadata.seats, { free: 2, paid: 1 });
      await ok(['users', 'update', 'kim@example.com', '--password'], `${segue.canaries.plant('password')}\n`);

      const logs = await json(['users', 'logs', 'kim@example.com']);
      assert.ok(
        logs.length >= 3 && logs.every((event: { user_id: string }) => event.user_id === made.user_id),
      );

      const refused = await run(['users', 'delete', 'kim@example.com']);
      assert.equal(refused.status, 64);
      assert.match(
        refused.err,
        /nobody is there to be asked: Delete the user kim@example\.com .*\n {2}Add --yes/,
      );
      await ok(['users', 'delete', 'kim@example.com', '--yes']);
      const gone = await run(['users', 'get', 'kim@example.com']);
      assert.deepEqual([gone.status, gone.out], [67, '']);
      assert.match(gone.err, /nobody has the email kim@example\.com/);
      assert.equal((await run(['users', 'get', made.user_id])).status, 67);
      // The log outlives the user.
      assert.ok(
        (await json(['users', 'logs', made.user_id])).some(({ type }: { type: string }) => type === 'sdu'),
      );
    });

    test('a migrated user is taken back', async () => {
      const legacy = await createLegacyConnection(segue, { name: 'old', ...scripts });
      assert.equal((await legacy.logIn('jane@example.com', 'correct horse')).status, 200);
      const answer = await json(['users', 'unmigrate', 'jane@example.com', '--yes']);
      assert.deepEqual(answer, { user_id: 'auth0|7', needs_new_password: false, blocked: false });
      assert.equal((await run(['users', 'get', 'jane@example.com'])).status, 67);
      assert.equal((await legacy.logIn('jane@example.com', 'correct horse')).status, 200, 'and comes back');
    });

    test('one address in two connections is told apart', async () => {
      for (const name of ['left', 'right']) {
        await ok(['connections', 'create', name]);
        const create = ['users', 'create', '--connection', name, '--email', 'twin@example.com'];
        await ok(create, `${segue.canaries.plant('password')}\n`);
      }
      const said = await run(['users', 'get', 'twin@example.com']);
      assert.equal(said.status, 65);
      assert.match(
        said.err,
        /twin@example\.com is 2 users: auth0\|\w+ \(left\), auth0\|\w+ \(right\)\n {2}Name one by its id/,
      );
    });

    test('a client is made with its secret, changed and deleted', async () => {
      const create = ['clients', 'create', 'Shop', '--type', 'regular_web', '--grant', 'password-realm'];
      const made = await json([...create, '--callback', 'https://shop.example.com/cb']);
      segue.canaries.watch('client-secret', made.client_secret);
      assert.deepEqual(made.grant_types, ['http://auth0.com/oauth/grant-type/password-realm']);
      assert.ok(made.client_secret.length > 30);
      assert.match((await ok(['clients', 'list'])).out, new RegExp(`${made.client_id} +Shop +regular_web`));
      const changed = await json([
        'clients',
        'update',
        made.client_id,
        '--name',
        'Shop 2',
        '--set',
        'description=x',
      ]);
      assert.deepEqual([changed.name, changed.description], ['Shop 2', 'x']);
      await ok(['clients', 'delete', made.client_id, '--yes']);
      assert.equal((await run(['clients', 'get', made.client_id])).status, 67);
    });

    test('a client gets a new secret', async (t) => {
      const { body } = await segue.request('api/v2/openapi.json');
      if (body.paths['/api/v2/clients/{id}/rotate-secret'] === undefined)
        return t.skip('no such endpoint yet');
      const made = await json(['clients', 'create', 'Rotated', '--type', 'non_interactive']);
      const rotated = await json(['clients', 'rotate-secret', made.client_id, '--yes']);
      assert.notEqual(rotated.client_secret, made.client_secret);
    });

    test('properties come from a file; what is no JSON, not there or unknown is told without quoting it', async () => {
      await writeFile(
        join(folder, 'user.json'),
        JSON.stringify({
          connection: 'local',
          email: 'lou@example.com',
          password: segue.canaries.plant('password'),
        }),
      );
      await ok(['users', 'create', '--from', 'user.json', '--set', 'nickname=lou']);
      await writeFile(join(folder, 'broken.json'), '{ "password": "hunter22" ');
      const broken = await run(['users', 'create', '--from', 'broken.json']);
      assert.equal(broken.status, 65);
      assert.equal(broken.err, 'segue: broken.json holds no JSON object\n');
      const missing = await run(['users', 'create', '--from', 'nothing.json']);
      assert.deepEqual(
        [missing.status, missing.err],
        [66, 'segue: nothing.json cannot be read: there is no such file\n'],
      );
      const secret = await run(['users', 'update', 'lou@example.com', '--set', 'password=hunter22']);
      assert.equal(secret.status, 64);
      assert.match(secret.err, /^segue: password is not for the command line/);
      const nothing = await run(['users', 'update', 'lou@example.com']);
      assert.equal(nothing.status, 64);
      const unknown = await run(['users', 'update', 'lou@example.com', '--set', 'shoe_size=43']);
      assert.equal(unknown.status, 65);
      assert.match(unknown.err, /shoe_size/);
    });

    test('a list says how much of it is shown', async () => {
      const said = await ok(['connections', 'list', '--limit', '1']);
      assert.equal(said.out.trim().split('\n').length, 2);
      assert.match(said.err, /^segue: 1 of \d+: --limit \d+ or --all shows more\n$/);
      const wrong = await run(['connections', 'list', '--limit', 'many']);
      assert.equal(wrong.status, 64);
      assert.match(wrong.err, /--limit is a whole number/);
    });
  });
}

function idOf(user: { readonly user_id: string }): string {
  return user.user_id;
}
