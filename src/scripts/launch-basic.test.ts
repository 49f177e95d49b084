import { launchBasic } from './launch-basic.ts';
import { describeMisbehaviour } from './misbehaviour.contract.ts';
import { describeNoDescriptors } from './no-descriptors.contract.ts';
import { describeProcessLife } from './process-life.contract.ts';
import { describeReadyModules } from './ready-modules.contract.ts';
import { describeRefusals } from './refusals.contract.ts';
import { describeScriptForms } from './script-forms.contract.ts';

describeScriptForms('basic', launchBasic);
describeMisbehaviour('basic', launchBasic);
describeReadyModules('basic', launchBasic);
describeRefusals('basic', launchBasic);
describeProcessLife('basic', launchBasic, new URL('./launch-basic.ts', import.meta.url));
describeNoDescriptors('basic', 'launchBasic', new URL('./launch-basic.ts', import.meta.url));
