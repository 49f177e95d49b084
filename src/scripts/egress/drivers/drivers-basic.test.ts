import { launchBasic } from '../../launch-basic.ts';
import { describeDrivers } from './drivers.contract.ts';

describeDrivers({ level: 'basic', launch: launchBasic });
