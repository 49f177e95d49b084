import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseScriptIsolation } from './script-isolation.ts';

const holds = async () => ({ holds: true }) as const;
const fails = async () => ({ holds: false, reason: 'bubblewrap is not installed' }) as const;

/** What is wanted, whether Segue listens on loopback alone, whether strict is proven, and the level. */
const choices = [
  ['auto', true, holds, 'strict'],
  ['auto', false, holds, 'strict'],
  ['strict', true, holds, 'strict'],
  ['strict', false, holds, 'strict'],
  ['basic', true, holds, 'basic'],
  ['basic', false, holds, 'basic'],
  ['auto', true, fails, 'basic'],
  ['auto', false, fails, 'refused'],
  ['strict', true, fails, 'refused'],
  ['strict', false, fails, 'refused'],
  ['basic', false, fails, 'basic'],
] as const;

describe('the level of isolation', () => {
  for (const [wanted, loopback, prove, level] of choices) {
    const where = loopback ? 'on loopback' : 'beyond loopback';
    const proof = prove === holds ? 'proven' : 'not proven';
    it(`is ${level} when ${wanted} is wanted ${where} and strict is ${proof} (S14)`, async () => {
      assert.equal((await chooseScriptIsolation(wanted, loopback, prove)).level, level);
    });
  }

  it('comes with what to do about a level below strict', async () => {
    for (const [wanted, loopback] of [
      ['auto', true],
      ['auto', false],
      ['strict', false],
    ] as const) {
      const { reason } = await chooseScriptIsolation(wanted, loopback, fails);
      assert.match(reason, /bubblewrap is not installed/);
    }
  });

  it('is not proven where basic is forced: nothing is started for it', async () => {
    let proofs = 0;
    await chooseScriptIsolation('basic', true, async () => {
      proofs += 1;
      return { holds: true };
    });
    assert.equal(proofs, 0);
  });
});
