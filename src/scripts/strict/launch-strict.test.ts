import { describe } from 'node:test';
import { describeMisbehaviour } from '../misbehaviour.contract.ts';
import { describeNoDescriptors } from '../no-descriptors.contract.ts';
import { describeProcessLife } from '../process-life.contract.ts';
import { describeReadyModules } from '../ready-modules.contract.ts';
import { describeRefusals } from '../refusals.contract.ts';
import { describeScriptForms } from '../script-forms.contract.ts';
import { launchStrict } from './launch-strict.ts';
import { needsStrict } from './needs-strict.contract.ts';

describe('isolation level strict', await needsStrict(), () => {
  describeScriptForms('strict', launchStrict);
  describeMisbehaviour('strict', launchStrict);
  describeReadyModules('strict', launchStrict);
  describeRefusals('strict', launchStrict);
  describeNoDescriptors('strict', 'launchStrict', new URL('./launch-strict.ts', import.meta.url));
  describeProcessLife('strict', launchStrict, new URL('./launch-strict.ts', import.meta.url));
});
