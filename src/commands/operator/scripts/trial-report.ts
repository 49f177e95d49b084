import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/json.ts';
import { pairsOf, textAt, valueAt } from '../show.ts';
import type { Output } from '../terminal/output.ts';
import type { Paint } from '../terminal/paint.ts';
import { safeLines, safeText } from '../terminal/safe-text.ts';

const sentences: Readonly<Record<string, readonly [paint: Paint, mark: string, sentence: string]>> = {
  profile: ['green', '✓', 'the script gives a profile'],
  absent: ['yellow', '○', 'nobody, or a wrong password'],
  refused: ['yellow', '○', 'the script refuses, and the user sees'],
  unavailable: ['red', '✗', 'the legacy user store cannot be asked'],
  fault: ['red', '✗', 'the script failed'],
};

const consequences: Readonly<Record<string, string>> = {
  migrates: 'a login would migrate this user',
  present: 'this user is here already: a login is answered without the script',
  moved: 'this user was migrated and has another email or username here',
  tombstoned: 'this user was deleted here, and does not come back',
  conflict: 'a login would be refused: the id, email or username is somebody else’s here',
  'new-password-required': 'this user had set a password here, and must set a new one to come back',
};

/** Shows what a trial of a script came to, in the API's form, to a person. */
export function showTrial(say: Output, report: JsonObject): void {
  const outcome = textAt(report, 'outcome');
  const [paint, mark, sentence] = sentences[outcome] ?? ['yellow', '○', outcome];
  const reason = textAt(report, 'reason');
  const about = reason === '' ? '' : `: ${safeText(reason)}`;
  say.line(
    `${say.paint(paint, mark)} ${sentence}${about} ${say.paint('dim', `(${textAt(report, 'duration_ms')} ms)`)}`,
  );
  const profile = valueAt(report, 'profile');
  if (isJsonObject(profile)) say.card(pairsOf(profile).map(([name, text]) => [`  ${name}`, text]));
  const consequence = consequences[textAt(report, 'consequence')];
  if (consequence !== undefined) say.line(`→ ${consequence}`);
  for (const each of linesOf(report)) say.line(say.paint('dim', `  ${each}`));
}

function linesOf(report: JsonObject): readonly string[] {
  const printed = report['console'];
  if (!Array.isArray(printed)) return [];
  return printed.flatMap((line: JsonValue) =>
    isJsonObject(line)
      ? [`${textAt(line, 'script')} console.${textAt(line, 'level')}: ${safeLines(textAt(line, 'text'))}`]
      : [],
  );
}
