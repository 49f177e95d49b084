import { displayWidth, fitted } from './display-width.ts';
import type { Paint } from './paint.ts';
import { safeText } from './safe-text.ts';

/** A column: its title, and what stands in it for an item. */
export interface Column<T> {
  readonly title: string;
  readonly of: (item: T) => string;
  /** Where the terminal is narrow, this column gives way; the rest keep what they need. */
  readonly gives?: boolean;
  readonly paint?: (item: T) => Paint | undefined;
}

export interface TableLook {
  /** The width of the terminal; undefined: as wide as it gets. */
  readonly columns: number | undefined;
  readonly paint: (paint: Paint, text: string) => string;
}

const gap = '  ';
const narrowest = 8;

/** The lines of a table, its title first. */
export function tableLines<T>(
  columns: readonly Column<T>[],
  items: readonly T[],
  look: TableLook,
): readonly string[] {
  const cells = items.map((item) => columns.map(({ of }) => safeText(of(item)) || '-'));
  const widths = widthsOf(columns, cells, look.columns);
  const line = (texts: readonly string[], paints: readonly (Paint | undefined)[]): string =>
    texts
      .map((text, index) => {
        const shown = fitted(text, widths[index] ?? 0);
        const isLast = index === texts.length - 1;
        const padding = isLast ? '' : ' '.repeat((widths[index] ?? 0) - displayWidth(shown));
        const paint = paints[index];
        return (paint === undefined ? shown : look.paint(paint, shown)) + padding;
      })
      .join(gap)
      .trimEnd();
  const titles = columns.map(({ title }) => title.toUpperCase());
  return [
    line(
      titles,
      titles.map(() => 'dim' as const),
    ),
    ...cells.map((row, index) =>
      line(
        row,
        columns.map(({ paint }) => paintOf(paint, items[index])),
      ),
    ),
  ];
}

function paintOf<T>(paint: Column<T>['paint'], item: T | undefined): Paint | undefined {
  return item === undefined ? undefined : paint?.(item);
}

function widthsOf<T>(
  columns: readonly Column<T>[],
  cells: readonly (readonly string[])[],
  most: number | undefined,
): readonly number[] {
  const needed = columns.map(({ title }, index) =>
    cells.reduce((width, row) => Math.max(width, displayWidth(row[index] ?? '')), title.length),
  );
  if (most === undefined) return needed;
  const giving = columns.flatMap(({ gives }, index) => (gives === true ? [index] : []));
  const widths = [...needed];
  let excess = needed.reduce((sum, width) => sum + width, gap.length * (columns.length - 1)) - most;
  while (excess > 0) {
    const widest = giving.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    const width = widest === undefined ? 0 : (widths[widest] ?? 0);
    if (widest === undefined || width <= narrowest) break; // it is wider than the terminal, then
    widths[widest] = width - 1;
    excess -= 1;
  }
  return widths;
}

/** The lines of a list of names and values. */
export function cardLines(
  pairs: readonly (readonly [name: string, value: string])[],
  { paint }: Pick<TableLook, 'paint'>,
): readonly string[] {
  const width = pairs.reduce((most, [name]) => Math.max(most, displayWidth(safeText(name))), 0);
  return pairs.map(([name, value]) => {
    const label = safeText(name);
    return `${paint('dim', label)}${' '.repeat(width - displayWidth(label))}${gap}${safeText(value)}`.trimEnd();
  });
}
