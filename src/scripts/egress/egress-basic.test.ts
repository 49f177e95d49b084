import { launchBasic } from '../launch-basic.ts';
import { describeEgressAbuse } from './egress-abuse.contract.ts';
import { describeEgressNames } from './egress-names.contract.ts';
import { describeEgressSockets } from './egress-sockets.contract.ts';

describeEgressSockets('basic', launchBasic);
describeEgressNames('basic', launchBasic);
describeEgressAbuse('basic', launchBasic);
