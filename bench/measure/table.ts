import { type Bound, isMet, type Row, type Unit } from './figure.ts';
import type { Measured } from './measured.ts';

const heads = ['figure', 'ours', 'limit or peer', 'compared (min–max)', 'goal', ''] as const;

/** The figures as lines of a table, with what has to be known under each. */
export function tableOf(all: readonly Measured[]): string {
  const lines = all.flatMap((one) =>
    one.is === 'refused' ? [] : rowsOf(one).map((row) => ({ row, cells: cellsOf(row) })),
  );
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...lines.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const printed = lines.flatMap(({ row, cells }) => [
    lineOf(cells),
    ...(row.note === undefined ? [] : [`    ${row.note}`]),
  ]);
  return [lineOf(heads), lineOf(widths.map((width) => '─'.repeat(width))), ...printed, ...missing(all)].join(
    '\n',
  );
}

function rowsOf({ rows }: Extract<Measured, { is: 'measured' }>): readonly Row[] {
  return rows.flatMap((row) => ('leftOut' in row ? [] : [row]));
}

function missing(all: readonly Measured[]): readonly string[] {
  return all.flatMap((one) => {
    if (one.is === 'refused') return [`${one.name}: not printed, ${one.why}`];
    return one.rows.flatMap((row) => ('leftOut' in row ? [`${row.figure}: left out, ${row.leftOut}`] : []));
  });
}

function cellsOf(row: Row): readonly string[] {
  const { figure, unit, ours, beside, compared, goal } = row;
  const met = isMet(row);
  return [
    figure,
    amount(ours, unit),
    beside === undefined ? '' : `${amount(beside.value, unit)}  ${beside.name}`,
    compared === undefined ? '' : comparison(compared, unit),
    goal === undefined ? '' : goalAmount(goal, compared?.as, unit),
    met === undefined ? '' : met ? 'met' : 'MISSED',
  ];
}

function comparison({ as, median, min, max }: NonNullable<Row['compared']>, unit: Unit): string {
  const value = (number: number): string => (as === 'ratio' ? number.toFixed(2) : digits(number, unit));
  const middle = as === 'ratio' ? `× ${value(median)}` : `+ ${amount(median, unit)}`;
  return `${middle} (${value(min)}–${value(max)})`;
}

function goalAmount(goal: NonNullable<Row['goal']>, as: 'ratio' | 'more' | undefined, unit: Unit): string {
  const [sign, bound] = boundOf(goal);
  if (goal.of === 'ours') return `${sign} ${bound}${suffix(unit)}`;
  return as === 'ratio' ? `${sign} × ${bound}` : `${sign} + ${bound}${suffix(unit)}`;
}

function boundOf(bound: Bound): readonly [sign: string, bound: number] {
  return 'atMost' in bound ? ['≤', bound.atMost] : ['≥', bound.atLeast];
}

function amount(value: number, unit: Unit): string {
  return digits(value, unit) + suffix(unit);
}

function suffix(unit: Unit): string {
  return unit === 'AUC' ? '' : ` ${unit}`;
}

/** Three significant digits or so. */
function digits(value: number, unit: Unit): string {
  if (unit === 'AUC') return value.toFixed(3);
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}
