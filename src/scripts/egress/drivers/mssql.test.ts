import { after, describe } from 'node:test';
import { launchBasic } from '../../launch-basic.ts';
import { launchStrict } from '../../strict/launch-strict.ts';
import { needsStrict } from '../../strict/needs-strict.contract.ts';
import { installModule } from './installed-module.contract.ts';
import { describeMsSql } from './mssql.contract.ts';

const module = await installModule('mssql');
after(() => module.remove());

describeMsSql(module, { level: 'basic', launch: launchBasic });

describe('mssql at isolation level strict', await needsStrict(), () => {
  describeMsSql(module, { level: 'strict', launch: launchStrict });
});
