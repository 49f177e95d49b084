import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { allAttacks } from './all-attacks.contract.ts';
import { attackTables, isGotAtBasic } from './attack-table.contract.ts';

const document = new URL('../../../docs/security/scripts.md', import.meta.url);

describe('the tables of attacks in docs/security/scripts.md', () => {
  it('are those of the list', () => {
    const found = /<!-- The list of src\/scripts\/attacks -->\n\n(.*?)\n\n<!-- The end of it -->/s;
    assert.equal(found.exec(readFileSync(document, 'utf8'))?.[1], attackTables(allAttacks));
  });

  it('say that basic does not hold exactly where the list gets something there', () => {
    for (const attack of allAttacks.flatMap(({ attacks }) => attacks))
      assert.equal(attack.basic === 'does not hold', isGotAtBasic(attack), attack.attack);
  });

  it('name no attack twice', () => {
    const names = allAttacks.flatMap(({ attacks }) => attacks.map(({ attack }) => attack));
    assert.equal(new Set(names).size, names.length);
  });
});
