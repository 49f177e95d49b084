import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchesFilter } from '../../accounts/fakes/matches-filter.ts';
import { sampleUser } from '../../accounts/fakes/samples.ts';
import { readUserSearch } from './read-user-search.ts';

const connections = [
  { id: 'con_1', name: 'Shop' },
  { id: 'con_2', name: 'other' },
];

const jane = sampleUser({
  connectionId: 'con_1',
  userId: 'auth0|jane',
  email: 'Jane@ExampleCo.com',
  username: 'jane',
  name: 'Jane Smith',
  emailVerified: true,
  createdAt: Date.UTC(2018, 0, 15, 12),
  lastLoginAt: Date.UTC(2017, 11, 31, 23, 59, 59, 999),
  loginsCount: 100,
  userMetadata: { full_name: 'John Smith', addresses: [{ city: 'Paris' }], age: 5, 'with space': 'x' },
  appMetadata: { subscription: { plan: 'gold', trial: false } },
});

const finds = [
  'name:"jane smith"',
  'name:jane*',
  'name:j*',
  'name:*smith',
  'name:jane*smith',
  'name:*ane\\ smi*',
  'name:JANE\\ smith',
  'email:"jane@exampleco.com"',
  'email:("john@exampleco.com" OR "jane@exampleco.com")',
  'email.domain:"exampleco.com"',
  'user_id:auth0*',
  'user_id:"auth0|jane"',
  'username:jane',
  'jane',
  'Jane*',
  '"auth0|jane"',
  'NOT email_verified:false',
  'email_verified:true AND NOT blocked:true',
  '(NOT _exists_:logins_count OR logins_count:100)',
  'logins_count:[100 TO 200]',
  'logins_count:{99 TO 101}',
  'logins_count:[100 TO *]',
  'last_login:[* TO 2017-12-31]',
  'last_login:[2017-11 TO 2017-12]',
  'last_login:[2017 TO 2017]',
  'last_login:2017-12-31',
  'last_login:"2017-12-31T23:59:59.999Z"',
  'last_login:[2017-12-31T23:59:59+00:00 TO *]',
  'created_at:[2018-01-15 TO *]',
  'created_at:[* TO 2018-01-15]',
  'created_at:{2018-01-14 TO 2018-01-16}',
  'created_at:{2018-01-15T11:59 TO *]',
  '_exists_:last_login',
  'last_login:*',
  'user_metadata.full_name:"John Smith"',
  'user_metadata.addresses.city:"Paris"',
  'user_metadata.age:5',
  'user_metadata.age:5.0',
  'user_metadata.with\\ space:x',
  'app_metadata.subscription.plan:gold',
  'app_metadata.subscription.trial:false',
  '_exists_:app_metadata.subscription',
  'user_metadata.age:*',
  'identities.connection:"Shop"',
  'identities.provider:"auth0"',
  'identities.isSocial:false',
  'identities.user_id:jane',
  '_exists_:identities.connection',
  '*:*',
  'NOT _exists_:organization_id',
  'name:x* OR email:jane*',
];

const misses = [
  'name:jane',
  'name:"jane*"',
  'name:jane\\*',
  'John\\ Smith',
  'user_id:auth0',
  'user_metadata.full_name:"john smith"',
  'app_metadata.subscription.plan:Gold',
  'identities.connection:"shop"',
  'identities.connection:"nowhere"',
  'identities.provider:"google-oauth2"',
  'organization_id:org_1',
  'phone_verified:true',
  'created_at:{2018-01-15 TO *]',
  'created_at:[* TO 2018-01-15}',
  'created_at:[2018-01-15T13 TO *]',
  'logins_count:{100 TO 200}',
  'logins_count:-5',
  'last_login:2016',
  'blocked:true',
  '-name:jane*',
  '_exists_:user_metadata.none',
];

const refusals: readonly (readonly [string, RegExp])[] = [
  ['name:*th', /character 1: only a wildcard at the end .* less than 3 characters/],
  ['name:ja*smith', /character 1: only a wildcard at the end/],
  ['name:*abc*def*', /at most two wildcards/],
  ['blocked:yes', /blocked is true or false/],
  ['blocked:t*', /wildcards are not supported in blocked/],
  ['logins_count:many', /logins_count is a whole number/],
  ['logins_count:[a TO *]', /logins_count is a whole number/],
  ['created_at:yesterday', /created_at is a date/],
  ['created_at:2018-02-30', /created_at is a date/],
  ['created_at:2018-13', /created_at is a date/],
  ['created_at:[2018-01-01T25 TO *]', /created_at is a date/],
  ['name:[a TO b]', /ranges are not supported in name/],
  ['[a TO b]', /a range needs a field/],
  ['user_metadata.age:[1 TO 5]', /ranges are not supported in user_metadata\.age/],
  ['app_metadata.plan:go*', /wildcards are not supported in app_metadata/],
  ['connection:x', /searched as identities\.connection/],
  ['name.raw:x', /write name/],
  ['user_metadata:x', /say which field of user_metadata/],
  ['_exists_:shoe_size', /the field shoe_size cannot be searched/],
  ['a AND (b', /character 7: this bracket is never closed/],
];

describe('q of users', () => {
  const filterOf = (q: string) => {
    const search = readUserSearch(q, connections);
    assert.ok(search.ok, search.ok ? '' : `${q}: ${search.reason}`);
    return search.filter;
  };
  for (const q of finds) test(`${q} finds Jane`, () => assert.equal(matchesFilter(jane, filterOf(q)), true));
  for (const q of misses) test(`${q} does not`, () => assert.equal(matchesFilter(jane, filterOf(q)), false));
  for (const [q, reason] of refusals)
    test(`${q} is refused`, () => {
      const search = readUserSearch(q, connections);
      assert.ok(!search.ok);
      assert.match(search.reason, reason);
    });
});
