import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EgressPolicy } from './egress-policy.ts';
import { egressPolicies } from './egress-policy.ts';
import { findRecords } from './find-records.ts';
import type { RecordResolver } from './resolve-records.ts';

const policyOf = (allow?: readonly string[]): EgressPolicy =>
  egressPolicies(
    {},
    async () => [],
    () => 0,
  )(allow);

const resolverOf = (resolve: RecordResolver['resolve']): RecordResolver => ({ resolve, cancel: () => {} });
const never = resolverOf(() => assert.fail('asked'));

describe('find records', () => {
  it('gives no more than a line of the channel holds, whatever a server of somebody else answers', async () => {
    const longest = 'x'.repeat(253);
    const many = resolverOf(async () => Array<string>(5_000).fill(longest));
    const found = await findRecords('example.com', 'PTR', policyOf(), many);
    assert.equal(found.is === 'found' && found.records.length, 256);
  });

  it('asks for what a pattern names, and for nothing else', async () => {
    const one = resolverOf(async (name, type) => [`${type} ${name}`]);
    const policy = policyOf(['*.example.com:389', 'db.shop.test']);
    for (const name of ['_ldap._tcp.example.com', 'DB.shop.test.'])
      assert.deepEqual(await findRecords(name, 'SRV', policy, one), {
        is: 'found',
        records: [`SRV ${name}`],
      });
    for (const name of ['example.com', '_ldap._tcp.db.shop.test', 'c2VjcmV0.evil.net'])
      assert.partialDeepStrictEqual(await findRecords(name, 'TXT', policy, never), {
        is: 'refused',
        why: 'connection',
        failures: [{ code: 'EACCES' }],
      });
    assert.equal((await findRecords('db.shop.test', 'A', policyOf([]), never)).is, 'refused');
  });

  it('passes the codes of DNS on', async () => {
    const fails = resolverOf(async () => {
      throw Object.assign(new Error('querySrv ESERVFAIL x'), { code: 'ESERVFAIL' });
    });
    assert.deepEqual(await findRecords('x', 'SRV', policyOf(), fails), {
      is: 'unknown-host',
      code: 'ESERVFAIL',
    });
  });
});
