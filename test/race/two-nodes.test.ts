import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../kit/eventually.ts';
import {
  createLegacyConnection,
  type LegacyConnection,
  type ScriptedUser,
  scriptsOver,
} from '../kit/legacy-connection.ts';
import { skipUnless } from '../kit/services/index.ts';
import { type Door, type NodePair, operatorAt, startNodePair } from './node-pair.ts';

/** What one node is told the other must know by then. */
const within = 1_000;
const password = 'Quiet harbour 7';

const [kim, lee] = [legacyUser('kim@example.com'), legacyUser('lee@example.com')];

function legacyUser(email: string): ScriptedUser {
  return { identifiers: [email], password, profile: { user_id: email, email } };
}

describe('two nodes behind nginx: what one is told, the other knows within a second', {
  ...skipUnless('postgres', 'nginx'),
}, () => {
  let pair: NodePair;
  let operate: Awaited<ReturnType<typeof operatorAt>>;
  let connection: LegacyConnection;
  before(async () => {
    pair = await startNodePair();
    const [one] = pair.nodes;
    operate = await operatorAt(one);
    connection = await createLegacyConnection({ manage: operate, token: one.token }, scriptsOver([kim]));
  });
  after(() => pair.stop());

  function logInAt(door: Door, username: string, typed = password): ReturnType<Door['token']> {
    return door.token({
      grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
      realm: connection.name,
      scope: 'openid offline_access',
      ...connection.application,
      username,
      password: typed,
    });
  }

  test('settings', async () => {
    const [, other] = pair.nodes;
    const named = await operate('PATCH', 'tenants/settings', { friendly_name: 'Harbour Books' });
    assert.equal(named.status, 200, named.text);
    const isKnown = async (): Promise<boolean> =>
      (await other.request('u/reset-password?ticket=none')).text.includes('Harbour Books');
    await eventually(isKnown, { within, what: 'the page shows the new name' });
  });

  test('scripts', async () => {
    const [, other] = pair.nodes;
    assert.equal((await logInAt(other, 'lee@example.com')).status, 403);
    const { login, getUser } = scriptsOver([kim, lee]);
    await connection.change({ customScripts: { login, get_user: getUser } });
    const isLetIn = async (): Promise<boolean> => (await logInAt(other, 'lee@example.com')).status === 200;
    await eventually(isLetIn, { within, what: 'the new script lets in whom it knows' });
  });

  test('blocks, and refresh tokens with them', async () => {
    const [, other] = pair.nodes;
    const tokens = await logInAt(other, 'kim@example.com');
    assert.equal(tokens.status, 200, tokens.text);
    const { refresh_token } = tokens.body;
    const { user_id } = await connection.user('kim@example.com');
    const blocked = await operate('PATCH', `users/${encodeURIComponent(user_id)}`, { blocked: true });
    assert.equal(blocked.status, 200, blocked.text);
    const isBlocked = async (): Promise<boolean> => (await logInAt(other, 'kim@example.com')).status === 401;
    await eventually(isBlocked, { within, what: 'the login is refused' });
    const refresh = { grant_type: 'refresh_token', ...connection.application, refresh_token };
    assert.equal((await other.token(refresh)).status, 403);
  });

  test('failed logins, whichever node they came to', async () => {
    const { proxy } = pair;
    for (let i = 0; i < 10; i += 1) {
      assert.equal((await logInAt(proxy, 'noah@example.com', 'a guess')).status, 403);
    }
    for (const node of pair.nodes) {
      assert.equal((await logInAt(node, 'noah@example.com', 'a guess')).status, 429);
    }
  });
});
