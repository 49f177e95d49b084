import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { type DeploymentEgress, type EgressPolicy, egressPolicies } from './egress-policy.ts';
import type { ResolveHost } from './resolve-host.ts';

const resolve: ResolveHost = async (host) => {
  if (host === 'store.internal') return [{ address: '10.0.0.5', family: 4 }];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
};

function policy(deployment: DeploymentEgress = {}, allow?: readonly string[]): EgressPolicy {
  return egressPolicies(deployment, resolve, () => 0)(allow);
}

/** Every IPv6 spelling that wraps an IPv4 address on its way somewhere. */
const wrap: Readonly<Record<string, (v4: ipaddr.IPv4) => string>> = {
  'as it is': (v4) => v4.toString(),
  mapped: (v4) => v4.toIPv4MappedAddress().toString(),
  'mapped, dotted': (v4) => `::FFFF:${v4.toString()}`,
  'mapped, in full': (v4) => v4.toIPv4MappedAddress().toNormalizedString(),
  NAT64: (v4) => `64:ff9b::${v4.toString()}`,
  'NAT64 of local use': (v4) => `64:ff9b:1::${v4.toString()}`,
  '6to4': (v4) => ipaddr.fromByteArray([0x20, 2, ...v4.octets, ...Array(10).fill(0)]).toString(),
  Teredo: (v4) =>
    ipaddr.fromByteArray([0x20, 1, ...Array(10).fill(0), ...v4.octets.map((one) => one ^ 255)]).toString(),
};

const metadata = ['169.254.169.254', '100.100.100.200', '192.0.0.192', '168.63.129.16'];

describe('egress policy', () => {
  for (const [name, spell] of Object.entries(wrap)) {
    for (const address of metadata) {
      it(`refuses the metadata address ${address}, ${name} (S22)`, async () => {
        const spelt = spell(ipaddr.IPv4.parse(address));
        assert.equal(await policy().refusalOf('a.example.com', spelt, 80), 'address', spelt);
      });
    }
  }

  it('refuses link-local, multicast, reserved and unspecified addresses in every spelling', async () => {
    const first = fc.constantFrom(0, 169, 224, 239, 240, 255);
    const tail = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(first, tail, fc.constantFrom(...Object.values(wrap)), async (a, [b, c, d], spell) => {
        const v4 = new ipaddr.IPv4([a, a === 169 ? 254 : b, c, d]);
        assert.equal(await policy().refusalOf('h', spell(v4), 443), 'address', spell(v4));
      }),
    );
  });

  it('admits every other IPv4 address, as it is and mapped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.ipV4(), fc.constantFrom('as it is', 'mapped'), async (address, spelling) => {
        const v4 = ipaddr.IPv4.parse(address);
        const special = ['multicast', 'linkLocal', 'broadcast', 'unspecified', 'reserved'].includes(
          v4.range(),
        );
        fc.pre(
          !special && (v4.octets[0] ?? 0) > 0 && (v4.octets[0] ?? 0) < 224 && !metadata.includes(address),
        );
        assert.equal(await policy().refusalOf('h', wrap[spelling]?.(v4) ?? '', 443), undefined);
      }),
    );
  });

  for (const address of [
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'fd00:ec2::254',
    'FD00:EC2:0::23',
    'fd20:ce::254',
    'fd00:42::42',
    'nonsense',
  ]) {
    it(`refuses ${address}`, async () => {
      assert.equal(await policy().refusalOf('h', address, 80), 'address');
    });
  }

  it('admits private addresses and this machine: legacy systems live there', async () => {
    for (const address of [
      '127.0.0.1',
      '::1',
      '10.1.2.3',
      '192.168.0.1',
      '172.16.0.1',
      'fd00::1',
      '100.64.0.1',
    ])
      assert.equal(await policy().refusalOf('h', address, 5432), undefined, address);
  });

  const here = Object.values(networkInterfaces()).flatMap(
    (list) => list?.map(({ address }) => address) ?? [],
  );
  for (const listener of ['127.0.0.1', '0.0.0.0', '::', 'localhost', '::1']) {
    it(`refuses Segue's own listener on ${listener} by every address of this machine`, async () => {
      const resolveLocal: ResolveHost = async () => [{ address: '127.0.0.1', family: 4 }];
      const own = egressPolicies({ own: [{ host: listener, port: 8080 }] }, resolveLocal, () => 0)(undefined);
      const linkLocal = /^fe80:/i;
      for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', ...here]) {
        if (linkLocal.test(address)) continue;
        assert.equal(await own.refusalOf('h', address, 8080), 'own-endpoint', address);
        assert.equal(await own.refusalOf('h', address, 8081), undefined, address);
      }
      assert.equal(await own.refusalOf('h', '203.0.113.7', 8080), undefined);
    });
  }

  it('refuses the own store by its name and by its addresses', async () => {
    const guarded = policy({ own: [{ host: 'store.internal', port: 5432 }] });
    assert.equal(await guarded.refusalOf('legacy.internal', '10.0.0.5', 5432), 'own-endpoint');
    assert.equal(await guarded.refusalOf('Store.Internal.', '10.0.0.99', 5432), 'own-endpoint');
    assert.equal(await guarded.refusalOf('legacy.internal', '10.0.0.6', 5432), undefined);
  });

  it('knows a listener whose port became known later', async () => {
    const own: { host: string; port: number }[] = [];
    const guarded = policy({ own });
    assert.equal(await guarded.refusalOf('h', '127.0.0.1', 8080), undefined);
    own.push({ host: '127.0.0.1', port: 8080 });
    assert.equal(await guarded.refusalOf('h', '127.0.0.1', 8080), 'own-endpoint');
  });

  it('lifts what the deployment exempts, and nothing more', async () => {
    const lifted = policy({ exempt: ['169.254.169.254:80'], own: [{ host: '127.0.0.1', port: 8080 }] });
    assert.equal(await lifted.refusalOf('h', '169.254.169.254', 80), undefined);
    assert.equal(await lifted.refusalOf('h', '169.254.169.254', 81), 'address');
    assert.equal(await lifted.refusalOf('h', '127.0.0.1', 8080), 'own-endpoint');
  });

  it('narrows a connection to what it allows', async () => {
    const narrow = policy({}, ['*.example.com:5432', '10.0.0.0/8:3306']);
    assert.equal(await narrow.refusalOf('db.example.com', '203.0.113.7', 5432), undefined);
    assert.equal(await narrow.refusalOf('other', '10.1.1.1', 3306), undefined);
    assert.equal(await narrow.refusalOf('db.example.com', '203.0.113.7', 22), 'connection');
    assert.equal(await policy({}, []).refusalOf('h', '203.0.113.7', 1), 'connection');
  });

  it('bounds what a connection may allow itself by the deployment', async () => {
    const bounded = policy({ allow: ['*.example.com'] }, ['*']);
    assert.equal(await bounded.refusalOf('db.example.com', '203.0.113.7', 1), undefined);
    assert.equal(await bounded.refusalOf('db.example.net', '203.0.113.7', 1), 'deployment');
    assert.equal(bounded.refusalOfName('secret.evil.net'), 'deployment');
  });

  it('never admits a refused address by an allow list', async () => {
    const generous = policy({ allow: ['*'] }, ['*', '169.254.0.0/16']);
    assert.equal(await generous.refusalOf('h', '169.254.169.254', 80), 'address');
  });
});
