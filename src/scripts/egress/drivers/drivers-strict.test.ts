import { describe } from 'node:test';
import { launchStrict } from '../../strict/launch-strict.ts';
import { needsStrict } from '../../strict/needs-strict.contract.ts';
import { describeDrivers } from './drivers.contract.ts';

describe('drivers at isolation level strict', await needsStrict(), () => {
  describeDrivers({ level: 'strict', launch: launchStrict });
});
