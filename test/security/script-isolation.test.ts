import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveStrict, type ScriptRunner } from '../../src/scripts/index.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const everybody = '(email, password, callback) => callback(null, { user_id: email, email })';
const beyond = { HOST: '0.0.0.0' };

const onPoorMachine: typeof proveStrict = async () => ({ holds: false, reason: 'no bubblewrap here' });
const onThisMachine = await proveStrict();

/** Environments, and the level that `/readyz` tells; scripts run at every one but `refused`. */
type Levels = readonly (readonly [environment: Record<string, string>, level: string])[];
const poorLevels: Levels = [
  [{}, 'basic'],
  [{ HOST: 'localhost' }, 'basic'],
  [beyond, 'refused'],
  [{ HOST: '::' }, 'refused'],
  [{ ...beyond, SEGUE_SCRIPT_ISOLATION: 'auto' }, 'refused'],
  [{ ...beyond, SEGUE_SCRIPT_ISOLATION: 'basic' }, 'basic'],
  [{ SEGUE_SCRIPT_ISOLATION: 'strict' }, 'refused'],
];
const levels: Levels = [
  [{}, onThisMachine.holds ? 'strict' : 'basic'],
  [beyond, onThisMachine.holds ? 'strict' : 'refused'],
  [{ SEGUE_SCRIPT_ISOLATION: 'strict' }, onThisMachine.holds ? 'strict' : 'refused'],
  [{ SEGUE_SCRIPT_ISOLATION: 'basic' }, 'basic'],
];
const all = [
  ...poorLevels.map((row) => [...row, onPoorMachine, 'without bubblewrap'] as const),
  ...levels.map((row) => [...row, proveStrict, 'on this machine'] as const),
];

for (const store of stores) {
  for (const [environment, level, proveIsolation, where] of all) {
    const runs = level !== 'refused';
    const does = runs ? 'run' : 'are refused';
    const name = `S14: scripts ${does} ${where} with ${JSON.stringify(environment)}, ${store.name}`;
    test(name, store.options, async (t) => {
      let calls = 0;
      const wrapRunner = (runner: ScriptRunner): ScriptRunner => ({
        ...runner,
        run(call) {
          calls += 1;
          return runner.run(call);
        },
      });
      const segue = await startSegue(store, { environment, seams: { wrapRunner, proveIsolation } });
      t.after(() => segue.stop());
      const connection = await createLegacyConnection(segue, { login: everybody, getUser: everybody });
      for (const page of ['readyz', 'healthz']) {
        const { body } = await segue.request(page);
        assert.equal(body.isolation, level);
        if (where === 'without bubblewrap' && environment['SEGUE_SCRIPT_ISOLATION'] !== 'basic')
          assert.match(body.isolation_reason, /no bubblewrap here/);
      }
      const { segue: shown } = (await segue.manage('GET', `connections/${connection.id}`)).body;
      assert.equal(shown.isolation, level);
      assert.equal(shown.isolation_reason, (await segue.request('healthz')).body.isolation_reason);

      const answer = await connection.logIn('user@example.com', 'any');
      if (runs) return assert.equal(answer.status, 200, answer.text);
      assert.deepEqual([answer.status, answer.body.error], [503, 'temporarily_unavailable']);
      assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
      const event = (await segue.logs()).at(-1);
      assert.match(event.description, /action scripts are refused/);
      const draft = { connection: connection.name, email: 'new@example.com', password: 'any password' };
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
