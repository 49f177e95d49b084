import { launchBasic } from '../launch-basic.ts';
import { describeEgressAbuse } from './egress-abuse.contract.ts';
import { describeEgressDrivers } from './egress-drivers.contract.ts';
import { describeEgressSockets } from './egress-sockets.contract.ts';

describeEgressSockets('basic', launchBasic);
describeEgressDrivers('basic', launchBasic);
describeEgressAbuse('basic', launchBasic);
