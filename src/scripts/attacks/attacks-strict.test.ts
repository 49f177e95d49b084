import { describe } from 'node:test';
import { launchStrict } from '../strict/launch-strict.ts';
import { needsStrict } from '../strict/needs-strict.contract.ts';
import { allAttacks } from './all-attacks.contract.ts';
import { describeAttacks, grabsOf } from './attacks.contract.ts';
import { launchWithOpenLocks } from './open-locks.contract.ts';

describe('the wall', await needsStrict(), () => {
  describeAttacks('strict', launchStrict, allAttacks);
  describeAttacks('open', launchWithOpenLocks, grabsOf(allAttacks));
});
