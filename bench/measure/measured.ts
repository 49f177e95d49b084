import { setTimeout as delay } from 'node:timers/promises';
import { drift, mostDrift, referenceMs } from './drift.ts';
import type { Figure, LeftOut, Row } from './figure.ts';

/** What came of a figure: lines to print, or why there are none. */
export type Measured =
  | {
      readonly name: string;
      readonly is: 'measured';
      readonly drift: number;
      readonly rows: readonly (Row | LeftOut)[];
    }
  | { readonly name: string; readonly is: 'refused'; readonly why: string };

const attempts = 3;
const settleMs = 1_000; // what the figure has started and ended is not to disturb the reference

/**
 * Measures a figure between two runs of a fixed loop. When these differ too much the machine was not the same all the
 * time: the figure is measured again, and in the end not told at all.
 */
export async function measured(figure: Figure, pairs: number): Promise<Measured> {
  const { name } = figure;
  const drifts: number[] = [];
  try {
    while (drifts.length < attempts) {
      const before = referenceMs();
      const rows = await figure.measure({ pairs });
      await delay(settleMs);
      const drifted = drift(before, referenceMs());
      if (drifted <= mostDrift) return { name, is: 'measured', drift: drifted, rows };
      drifts.push(drifted);
    }
  } catch (error) {
    return { name, is: 'refused', why: error instanceof Error ? error.message : String(error) };
  }
  const shares = drifts.map((each) => `${Math.round(each * 100)} %`).join(', ');
  return {
    name,
    is: 'refused',
    why: `the machine drifted during each of ${attempts} attempts, by ${shares}`,
  };
}
