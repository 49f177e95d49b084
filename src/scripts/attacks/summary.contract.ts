import type { ScriptAnswer } from '../index.ts';

/** An answer in one line: `value {"id":1} notes late-throw`, `fault blocked`, `unavailable deadline`. */
export function summaryOf(answer: ScriptAnswer): string {
  const notes = answer.notes.length === 0 ? '' : ` notes ${answer.notes.join()}`;
  const characters = answer.logs.reduce((sum, { text }) => sum + text.length, 0);
  const logs = answer.logs.length > 100 || characters > 10_000 ? ` and ${characters} characters of logs` : '';
  return `${resultOf(answer)}${notes}${logs}`;
}

function resultOf(answer: ScriptAnswer): string {
  switch (answer.answer) {
    case 'value':
      return `value ${JSON.stringify(answer.value).slice(0, 200)}`;
    case 'fault':
      return `fault ${answer.fault.code ?? answer.fault.name}`;
    case 'unavailable':
      return `unavailable ${answer.code ?? answer.reason}`;
    default:
      return answer.answer;
  }
}
