/** A time under its name, or nothing where there is none. */
export function timeForm(name: string, at: number | null): Readonly<Record<string, string>> {
  return at === null ? {} : { [name]: new Date(at).toISOString() };
}
