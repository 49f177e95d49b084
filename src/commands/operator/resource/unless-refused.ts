import { type ExitCode, exitCodes } from '../failure.ts';
import { confirm } from '../terminal/ask-person.ts';
import type { Output } from '../terminal/output.ts';
import { optionSwitch, type VerbRequest } from '../verb.ts';

/** Acts when the answer to a question is yes, or `--yes` was given beforehand. */
export async function unlessRefused(
  say: Output,
  request: VerbRequest,
  question: string,
  act: () => Promise<ExitCode>,
): Promise<ExitCode> {
  if (optionSwitch(request, 'yes') === true || (await confirm(question))) return act();
  say.note('nothing was changed');
  return exitCodes.no;
}
