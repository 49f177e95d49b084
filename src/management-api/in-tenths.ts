/** Tenths of a millisecond: what is finer is noise. */
export function inTenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
