import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { furnishTenant } from '../../api/table/furnished-tenant.ts';
import { checkRow } from '../../api/table/request-row.ts';
import { startSegue } from '../../kit/start-segue.ts';
import { stores } from '../../kit/stores.ts';
import { authenticationWire } from './authentication-wire.ts';
import { managementWire } from './management-wire.ts';
import { tenantWire } from './tenant-wire.ts';
import { differences, titleOf } from './wire-row.ts';

const told = toldDifferences(
  readFileSync(new URL('../../../docs/compatibility.md', import.meta.url), 'utf8'),
);

for (const store of stores) {
  test(`what Auth0 answers, and what Segue answers, ${store.name}`, store.options, async (t) => {
    const segue = await startSegue(store);
    t.after(() => segue.stop());
    const tenant = await furnishTenant(segue);
    const rows = [...authenticationWire(tenant), ...managementWire(tenant), ...tenantWire(tenant)];

    for (const row of rows) {
      await t.test(`${row.request.route}: ${row.name}`, async () => {
        const { auth0, segue: ours } = row;
        const expected = { ...auth0, ...ours };
        const answer = await checkRow(segue, { ...row.request, name: row.name, status: expected.status });
        assert.deepEqual(differences(answer, expected), []);
        if (ours === undefined) return;
        assert.notDeepEqual(differences(answer, auth0), [], 'it is as Auth0 has it: no difference any more');
      });
    }

    await t.test('docs/compatibility.md tells every difference, and no other', () => {
      const different = rows.filter((row) => row.segue !== undefined).map(titleOf);
      assert.deepEqual(told.toSorted(), different.toSorted());
    });
  });
}

/** The first cells of the table under "Answers that differ". */
function toldDifferences(text: string): readonly string[] {
  const [, section = ''] = text.split('\n## Answers that differ\n');
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| (`[A-Z]+ \/.+?) \|/gm)].map(([, cell = '']) => cell);
}
