import { describe } from 'node:test';
import { launchStrict } from '../strict/launch-strict.ts';
import { needsStrict } from '../strict/needs-strict.contract.ts';
import { describeEgressAbuse } from './egress-abuse.contract.ts';
import { describeEgressNames } from './egress-names.contract.ts';
import { describeEgressSockets } from './egress-sockets.contract.ts';

describe('the way out at isolation level strict', await needsStrict(), () => {
  describeEgressSockets('strict', launchStrict);
  describeEgressNames('strict', launchStrict);
  describeEgressAbuse('strict', launchStrict);
});
