import { launchBasic } from '../launch-basic.ts';
import { allAttacks } from './all-attacks.contract.ts';
import { describeAttacks } from './attacks.contract.ts';

describeAttacks('basic', launchBasic, allAttacks);
