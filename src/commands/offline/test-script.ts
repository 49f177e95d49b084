import { type ExitCode, exitCodes } from '../operator/failure.ts';
import { createOutput } from '../operator/terminal/output.ts';
import { optionSwitch, optionText, type VerbRequest } from '../operator/verb.ts';
import { readCases } from './cases.ts';
import { openLegacy } from './open-legacy.ts';
import { readScripts } from './read-scripts.ts';
import { runCase } from './run-case.ts';
import { showResult, showSummary } from './show-result.ts';

/** `segue scripts test <file>`: exit code 0 when each case ends as it is expected to. */
export async function testScript(request: VerbRequest): Promise<ExitCode> {
  const say = createOutput(optionSwitch(request, 'json') === true);
  const scripts = await readScripts(request);
  const cases = await readCases(request, scripts.main);
  await using legacy = await openLegacy(request, scripts);
  if (optionText(request, 'isolation') === undefined && legacy.isolation.level === 'basic') {
    say.note(`isolation basic: ${legacy.isolation.reason}`);
  }
  const results = [];
  for (const each of cases) {
    const result = await runCase(legacy, each);
    results.push(result);
    if (!say.json) showResult(say, result);
  }
  const failed = results.filter(({ asExpected }) => !asExpected).length;
  if (say.json)
    say.document({
      isolation: legacy.isolation.level,
      passed: results.length - failed,
      failed,
      cases: results,
    });
  else if (results.length > 1) showSummary(say, results.length, failed);
  return failed === 0 ? exitCodes.done : exitCodes.no;
}
