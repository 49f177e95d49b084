import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { furnishTenant } from '../api/table/furnished-tenant.ts';
import { skipUnless } from '../kit/services/index.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { runSchemathesis } from './run-schemathesis.ts';

/*
 * Requests that Schemathesis makes up from the OpenAPI document: some 6,000 in every run, of which the bounds of each schema
 * go to SQLite alone. `SEGUE_FUZZ_EXAMPLES=320 node --test test/fuzz/schemathesis.test.ts` sends 20,000 to each store.
 */
const asked = process.env['SEGUE_FUZZ_EXAMPLES'];
const maxExamples = Number(asked ?? 3);
const seed = Number(process.env['SEGUE_FUZZ_SEED'] ?? 1);
const short = ['examples', 'fuzzing', 'stateful'] as const;
const whole = [...short, 'coverage'] as const;

describe('Schemathesis finds nothing', skipUnless('schemathesis'), () => {
  for (const store of stores) {
    test(`no 5xx and no answer that OpenAPI does not tell, ${store.name}`, store.options, async (t) => {
      const segue = await startSegue(store, { environment: { SEGUE_LOG_LEVEL: 'warn' } });
      t.after(() => segue.stop());
      const { operator, tokens } = await furnishTenant(segue);
      const { url } = segue;
      const phases = asked === undefined && store.name !== 'SQLite' ? short : whole;
      const run = { url, operatorToken: operator, userToken: tokens.access, phases, maxExamples, seed };
      const { found, report } = await runSchemathesis(run);
      const [said = '', sent = 0] = /(\d+) generated.*/.exec(report) ?? [];
      t.diagnostic(said);
      assert.equal(found, false, report);
      assert.ok(Number(sent) > 300, report);
      assert.deepEqual(
        segue.logLines.filter((line) => line.includes('"err"')),
        [],
      );
      assert.equal((await segue.request('readyz')).status, 200);
    });
  }
});
