import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { askTrusting } from '../kit/ask-over-tls.ts';
import { makeSelfSignedCertificate } from '../kit/self-signed-certificate.ts';
import { freePort } from '../kit/services/free-port.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { command, operatorOf, type Said } from './segue-command.ts';

const nobody = { SEGUE_CLIENT_ID: 'operator', SEGUE_CLIENT_SECRET: 'x'.repeat(32) };

describe('segue without a server', () => {
  test('no settings, a wrong address, nobody there: each with what to do, and a status of its own', async () => {
    const bare = await command(['users', 'list']);
    assert.equal(bare.status, 78);
    assert.match(
      bare.err,
      /^segue: no credentials for the Management API\n {2}Set SEGUE_CLIENT_ID and SEGUE_CLIENT_SECRET/,
    );
    const odd = await command(['users', 'list', '--url', 'login.example.com'], { env: nobody });
    assert.equal(odd.status, 78);
    assert.match(odd.err, /"login\.example\.com" is no address of a Segue\n {2}Set SEGUE_URL or --url/);
    const url = `http://127.0.0.1:${await freePort()}`;
    const away = await command(['users', 'list', '--url', url], { env: nobody });
    assert.deepEqual([away.status, away.out], [69, '']);
    assert.equal(
      away.err,
      `segue: ${url} cannot be reached: nobody listens there\n  Is Segue running? Set SEGUE_URL or --url to where Segue is.\n`,
    );
    const unknown = await command(['users', 'list', '--url', 'http://nobody.invalid'], { env: nobody });
    assert.equal(unknown.status, 69);
    assert.match(unknown.err, /nobody\.invalid is plain HTTP: credentials travel in the clear/);
    assert.match(
      unknown.err,
      /http:\/\/nobody\.invalid cannot be reached: (there is no such host|the name of the host)/,
    );
  });

  test('a server that is no Segue', async (t) => {
    const server: Server = createServer((request, response) => {
      if (request.url?.startsWith('/moved/') === true)
        response.writeHead(301, { location: 'https://login.example.com/' });
      response.end('<h1>hello</h1>');
    }).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const said = await command(['users', 'list', '--url', `http://127.0.0.1:${address.port}`], {
      env: nobody,
    });
    assert.equal(said.status, 76);
    assert.match(said.err, /answers with 200, as no Segue does/);
    const moved = await command(['users', 'list', '--url', `http://127.0.0.1:${address.port}/moved`], {
      env: nobody,
    });
    assert.equal(moved.status, 76);
    assert.match(moved.err, /leads elsewhere: https:\/\/login\.example\.com\/\n {2}Set SEGUE_URL/);
  });

  test('what is typed wrong ends with 64 and a hint', async () => {
    for (const [args, hint] of [
      [['user', 'list'], /unknown command 'user'\n\(Did you mean users\?\)/],
      [['users', 'lst'], /unknown command 'lst'\n\(Did you mean list\?\)/],
      [['users', 'get'], /missing required argument 'user'/],
      [['users', 'list', '--limits', '3'], /unknown option '--limits'\n\(Did you mean --limit\?\)/],
      [['completion', 'tcsh'], /It is one of bash, zsh, fish/],
    ] as const) {
      const said = await command(args, { env: nobody });
      assert.equal(said.status, 64, args.join(' '));
      assert.match(said.err, hint);
    }
  });

  test('each verb has help with examples, which it knows how to read', async () => {
    const help = await command(['--help']);
    for (const noun of ['connections', 'users', 'clients', 'logs', 'scripts', 'completion'])
      assert.match(help.out, new RegExp(`^ {2}${noun}`, 'm'));
    assert.match((await command(['logs', '--help'])).out, /\$ segue logs --follow/);
    const users = await command(['users', 'update', '--help']);
    assert.equal(users.status, 0);
    assert.match(users.out, /Examples:\n {2}\$ segue users update jane@example\.com --block/);
    assert.match(
      (await command(['scripts', 'test', '--help'])).out,
      /\$ segue scripts test login\.js --email/,
    );
  });

  test('bash completes nouns, verbs and options; zsh and fish get something that their parsers take', async () => {
    const { out } = await command(['completion', 'bash']);
    const complete = (...words: readonly string[]): string => {
      const asked = `${out}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _segue; echo "\${COMPREPLY[*]}"`;
      const { stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-c', asked], {
        encoding: 'utf8',
      });
      assert.equal(stderr, '');
      return stdout.trim();
    };
    assert.equal(complete('segue', 'us'), 'users');
    assert.equal(complete('segue', 'users', 'un'), 'unmigrate');
    assert.equal(complete('segue', 'users', 'update', 'jane@example.com', '--unb'), '--unblock');
    assert.equal(complete('segue', '--json', 'scripts', 't'), 'try test');
    assert.match((await command(['completion', 'zsh'])).out, /^autoload -U \+X bashcompinit/);
    const fish = (await command(['completion', 'fish'])).out;
    assert.match(
      fish,
      /^complete -c segue -f -n '__fish_seen_subcommand_from users; and not [^']+' -a unmigrate -d '.+'$/m,
    );
  });
});

for (const store of stores) {
  describe(`segue and a server that refuses, ${store.name}`, store.options, () => {
    let segue: Segue;
    before(async () => {
      segue = await startSegue(store);
    });
    after(() => segue.stop());

    const run = (args: readonly string[], env: Readonly<Record<string, string>>): Promise<Said> =>
      command(args, { env: { SEGUE_URL: segue.url, ...env } });

    test('a wrong secret', async () => {
      const said = await run(['users', 'list'], { ...nobody, SEGUE_CLIENT_SECRET: 'wrong-hunter22' });
      assert.deepEqual([said.status, said.out], [77, '']);
      assert.match(
        said.err,
        /^segue: Segue does not accept the client operator: .+\n {2}Check SEGUE_CLIENT_ID and SEGUE_CLIENT_SECRET/,
      );
      assert.doesNotMatch(said.err, /hunter22/);
    });

    test('a client without the scope', async () => {
      const audience = `${segue.issuer}api/v2/`;
      const { body } = await segue.manage('POST', 'clients', {
        name: 'limited',
        app_type: 'non_interactive',
      });
      await segue.manage('POST', 'client-grants', {
        client_id: body.client_id,
        audience,
        scope: ['read:users'],
      });
      const env = { SEGUE_CLIENT_ID: body.client_id, SEGUE_CLIENT_SECRET: body.client_secret };
      assert.equal((await run(['users', 'list'], env)).status, 0);
      const said = await run(['connections', 'list'], env);
      assert.equal(said.status, 77);
      assert.match(
        said.err,
        /Insufficient scope, expected any of: read:connections\n {2}Add the scope \(read:connections\) to the client grant/,
      );
    });

    test('a token that is none', async () => {
      const said = await run(['users', 'list'], { SEGUE_TOKEN: 'nonsense' });
      assert.equal(said.status, 77);
      assert.match(said.err, /Invalid token\n {2}SEGUE_TOKEN has expired or is for another Segue/);
    });

    test('a token that is good, and the names of the bootstrap client', async () => {
      const { clientId: client_id, clientSecret: client_secret } = segue.operator;
      const audience = `${segue.issuer}api/v2/`;
      const { body } = await segue.token({
        grant_type: 'client_credentials',
        client_id,
        client_secret,
        audience,
      });
      assert.equal((await run(['users', 'list'], { SEGUE_TOKEN: body.access_token })).status, 0);
      const boot = { SEGUE_BOOTSTRAP_CLIENT_ID: client_id, SEGUE_BOOTSTRAP_CLIENT_SECRET: client_secret };
      assert.equal((await run(['users', 'list'], boot)).status, 0);
    });

    test('names with control characters are shown, and not obeyed', async () => {
      await segue.manage('POST', 'clients', { name: 'evil\u001b[2J\u202egold\u009b31m' });
      const env = operatorOf(segue);
      const { out } = await command(['clients', 'list'], { env });
      assert.match(out, /evil\\x1b\[2J\\u202egold\\x9b31m/);
      const json = (await command(['clients', 'list', '--json'], { env })).out;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
      assert.doesNotMatch(out + json, /[\u001b\u009b\u202e]/);
      assert.ok(
        JSON.parse(json).some(({ name }: { name: string }) => name === 'evil\u001b[2J\u202egold\u009b31m'),
      );
    });
  });

  test(
    `segue over HTTPS: an unknown certificate is explained, a trusted one is taken, ${store.name}`,
    store.options,
    async (t) => {
      const certificate = makeSelfSignedCertificate();
      const environment = {
        SEGUE_URL: 'https://segue.test',
        SEGUE_TLS_CERT: certificate.certFile,
        SEGUE_TLS_KEY: certificate.keyFile,
      };
      const segue = await startSegue(store, { environment, ask: askTrusting(certificate.cert) });
      t.after(async () => {
        await segue.stop();
        certificate.remove();
      });
      const env = operatorOf(segue);
      const unknown = await command(['users', 'list'], { env });
      assert.equal(unknown.status, 69);
      assert.match(
        unknown.err,
        /its certificate has signed itself\n {2}If it is yours, have Node trust it: NODE_EXTRA_CA_CERTS=/,
      );
      const trusting = { ...env, NODE_EXTRA_CA_CERTS: certificate.certFile };
      assert.equal((await command(['users', 'list'], { env: trusting })).status, 0);
      const plain = await command(['users', 'list', '--url', segue.url.replace('https:', 'http:')], {
        env: trusting,
      });
      assert.equal(plain.status, 69);
      assert.match(plain.err, /Where it serves HTTPS, the address begins with https/);
    },
  );
}
