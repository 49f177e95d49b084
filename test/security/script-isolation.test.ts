import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScriptRunner } from '../../src/scripts/index.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const everybody = '(email, password, callback) => callback(null, { user_id: email, email })';
const beyond = { HOST: '0.0.0.0' };

/** Environments, whether scripts run in them, and the level that `/readyz` tells. */
const levels: readonly (readonly [environment: Record<string, string>, runs: boolean, level: string])[] = [
  [{}, true, 'basic'],
  [{ HOST: 'localhost' }, true, 'basic'],
  [beyond, false, 'refused'],
  [{ HOST: '::' }, false, 'refused'],
  [{ ...beyond, SEGUE_SCRIPT_ISOLATION: 'auto' }, false, 'refused'],
  [{ ...beyond, SEGUE_SCRIPT_ISOLATION: 'basic' }, true, 'basic'],
  [{ SEGUE_SCRIPT_ISOLATION: 'strict' }, false, 'refused'],
];

for (const store of stores) {
  for (const [environment, runs, level] of levels) {
    const name = `S14: scripts ${runs ? 'run' : 'are refused'} with ${JSON.stringify(environment)}, ${store.name}`;
    test(name, store.options, async (t) => {
      let calls = 0;
      const wrapRunner = (runner: ScriptRunner): ScriptRunner => ({
        ...runner,
        run(call) {
          calls += 1;
          return runner.run(call);
        },
      });
      const segue = await startSegue(store, { environment, seams: { wrapRunner } });
      t.after(() => segue.stop());
      const connection = await createLegacyConnection(segue, { login: everybody, getUser: everybody });
      assert.equal((await segue.request('readyz')).body.isolation, level);

      const answer = await connection.logIn('user@example.com', 'any');
      if (runs) return assert.equal(answer.status, 200, answer.text);
      assert.deepEqual([answer.status, answer.body.error], [503, 'temporarily_unavailable']);
      assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
      const event = (await segue.logs()).at(-1);
      assert.match(event.description, /action scripts are refused/);
      const draft = { connection: connection.name, email: 'new@example.com', password: 'any' };
      assert.equal(
        (await segue.manage('POST', 'users', draft)).status,
        503,
        'nor is it asked for a new user',
      );
      assert.equal(calls, 0);
      assert.ok(segue.logLines.some((line) => line.includes('action scripts are refused')));
    });
  }
}
