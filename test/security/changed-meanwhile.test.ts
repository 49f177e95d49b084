import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { hash } from '@node-rs/argon2';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { createStatementGate } from '../kit/statement-gate.ts';
import { stores } from '../kit/stores.ts';

// Of a login, which has several counters; the letter to a new user has one, and goes out whenever its job is taken.
const counterRead = /^select .*"attempt_counters".* in \([^,)]+,/;
const tokenWrite = /^insert into "oidc_payloads"/;
const rehash = /^update "password_hashes"/;

const typed = 'the old password';
const changes = ['password', 'email', 'block', 'deletion'] as const;

const shop = 'https://shop.example.com/api';

/** Where a login is held: after what it rests on was verified, before it is written down; and what it asks for. */
const pauses = {
  'after the password was verified': {
    pattern: counterRead,
    nth: 2,
    asked: { scope: 'openid offline_access' },
  },
  // A JWT is stored nowhere: only the login itself can be found out of date.
  'after the password was verified, for a JWT,': { pattern: counterRead, nth: 2, asked: { audience: shop } },
  'before the tokens are saved': { pattern: tokenWrite, nth: 1, asked: { scope: 'openid offline_access' } },
} as const;

for (const store of stores) {
  describe(`S6: credentials that change while they are checked, ${store.name}`, store.options, () => {
    const gate = createStatementGate();
    let segue: Segue;
    let connection: LegacyConnection;
    let users = 0;
    before(async () => {
      segue = await startSegue(store, { seams: { aroundStatement: gate.aroundStatement } });
      connection = await createLegacyConnection(segue, {
        login: '(email, password, callback) => callback()',
        options: { import_mode: false },
      });
      assert.equal((await segue.manage('POST', 'resource-servers', { identifier: shop })).status, 201);
    });
    after(() => segue.stop());

    async function createUser(): Promise<{ userId: string; email: string }> {
      users += 1;
      const email = `user-${users}@example.com`;
      const answer = await segue.manage('POST', 'users', {
        connection: connection.name,
        email,
        password: typed,
        verify_email: false, // its letter is counted as well
      });
      assert.equal(answer.status, 201, answer.text);
      return { userId: answer.body.user_id, email };
    }

    /** What another node does meanwhile, in one transaction as every use case does. */
    async function change(what: (typeof changes)[number], userId: string): Promise<void> {
      const { accounts } = await segue.otherNode();
      const newHash = await hash('the new password');
      await accounts.transact(async (tx) => {
        await tx.sessions.endAll(userId);
        if (what === 'password') await tx.passwordHashes.replace(userId, newHash, Date.now());
        if (what === 'email')
          await tx.users.update(userId, { email: `moved-${users}@example.com` }, Date.now());
        if (what === 'block') await tx.users.update(userId, { blocked: true }, Date.now());
        if (what === 'deletion') await tx.users.delete(userId);
      });
    }

    const tokensOf = async (userId: string): Promise<number> => {
      const refreshed = (await segue.logs()).filter(
        ({ type, user_id }) => user_id === userId && type === 'sertft',
      );
      return refreshed.length;
    };

    for (const [when, { pattern, nth, asked }] of Object.entries(pauses)) {
      for (const what of changes) {
        test(`a login whose user's ${what} comes ${when} gets no tokens`, async () => {
          const { userId, email } = await createUser();
          const held = gate.hold(pattern, nth);
          const answering = connection.logIn(email, typed, asked);
          await held.reached;
          await change(what, userId);
          held.release();
          const answer = await answering;
          assert.equal(answer.status, 403, answer.text);
          assert.deepEqual(answer.body, {
            error: 'invalid_grant',
            error_description: 'Wrong email or password.',
          });
        });
      }
    }

    for (const what of changes) {
      test(`a refresh whose user's ${what} comes before its tokens are saved gets none`, async () => {
        const { userId, email } = await createUser();
        const login = await connection.logIn(email, typed, { scope: 'openid offline_access' });
        assert.equal(login.status, 200, login.text);
        const refresh = {
          grant_type: 'refresh_token',
          ...connection.application,
          refresh_token: login.body.refresh_token,
        };
        const held = gate.hold(tokenWrite);
        const answering = segue.token(refresh);
        await held.reached;
        await change(what, userId);
        held.release();
        const answer = await answering;
        assert.deepEqual([answer.status, answer.body.error], [403, 'invalid_grant'], answer.text);
        assert.equal((await segue.token(refresh)).status, 403, 'the old one is of no use either');
        assert.equal(await tokensOf(userId), 0);
      });
    }

    test('a rehash does not undo a password change that came before it', async () => {
      const { userId, email } = await createUser();
      const { accounts } = await segue.otherNode();
      const outdated = await hash(typed, { memoryCost: 8, timeCost: 1, parallelism: 1 });
      await accounts.passwordHashes.replace(userId, outdated, Date.now());
      const held = gate.hold(rehash);
      const answering = connection.logIn(email, typed);
      await held.reached;
      await change('password', userId);
      held.release();
      assert.equal((await answering).status, 403);
      assert.equal((await connection.logIn(email, typed)).status, 403);
      assert.equal((await connection.logIn(email, 'the new password')).status, 200);
    });

    test('a rehash takes place, where nothing else does', async () => {
      const { userId, email } = await createUser();
      const { accounts } = await segue.otherNode();
      const outdated = await hash(typed, { memoryCost: 8, timeCost: 1, parallelism: 1 });
      await accounts.passwordHashes.replace(userId, outdated, Date.now());
      assert.equal((await connection.logIn(email, typed)).status, 200);
      assert.match(
        (await accounts.passwordHashes.find(userId)) ?? '',
        /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/,
      );
      assert.equal((await connection.logIn(email, typed)).status, 200);
    });
  });
}
