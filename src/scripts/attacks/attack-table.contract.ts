import type { Attack, Family } from './attack.contract.ts';

/** The tables of docs/security/scripts.md: which attacks the list has, what holds them, and where `basic` stands. */
export function attackTables(families: readonly Family[]): string {
  return families.map(tableOf).join('\n\n');
}

function tableOf({ family, attacks }: Family): string {
  return [
    `| ${family} | what holds at \`strict\` | \`basic\` |`,
    '|---|---|---|',
    ...attacks.map(
      ({ attack, heldBy, basic }) =>
        `| ${attack} | ${heldBy} | ${basic === 'does not hold' ? `**${basic}**` : basic} |`,
    ),
  ].join('\n');
}

/** Whether the list itself shows that `basic` does not hold: something is got there. */
export function isGotAtBasic(attack: Attack): boolean {
  if (!('grabs' in attack)) return false;
  return Object.values(attack.grabs).some(
    ([, outcome]) => !(outcome instanceof RegExp) && outcome.basic.test('got made'),
  );
}
