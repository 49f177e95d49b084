import { pairsOf } from '../operator/show.ts';
import type { Output } from '../operator/terminal/output.ts';
import { safeLines, safeText } from '../operator/terminal/safe-text.ts';
import type { CaseResult } from './run-case.ts';

const notes: Readonly<Record<string, string>> = {
  'callback-twice': 'it gave a second answer, which was dropped',
  'late-throw': 'it threw after its answer',
  'late-callback': 'it answered after its time was up',
};

/** Shows what came of a case to a person. */
export function showResult(say: Output, result: CaseResult): void {
  const mark = result.asExpected ? say.paint('green', '✓') : say.paint('red', '✗');
  const reason = result.reason === undefined ? '' : `: ${safeText(result.reason)}`;
  const took = say.paint('dim', `(${result.duration_ms} ms)`);
  say.line(`${mark} ${safeText(result.name)}: ${result.outcome}${reason} ${took}`);
  for (const difference of result.differences) say.line(say.paint('red', `  ${safeText(difference)}`));
  if (result.profile !== undefined)
    say.card(pairsOf(result.profile).map(([name, text]) => [`  ${name}`, text]));
  for (const note of result.notes) say.line(say.paint('yellow', `  ! ${notes[note] ?? safeText(note)}`));
  for (const refusal of result.egress_refused) say.line(say.paint('yellow', `  ! ${safeText(refusal)}`));
  for (const { script, level, text } of result.console) {
    say.line(say.paint('dim', `  ${script} console.${level}: ${safeLines(text)}`));
  }
}

/** How many cases there were, and how many were not as expected. */
export function showSummary(say: Output, count: number, failed: number): void {
  const text = failed === 0 ? `${count} cases, all as expected` : `${count} cases, ${failed} not as expected`;
  say.line(say.paint(failed === 0 ? 'green' : 'red', text));
}
