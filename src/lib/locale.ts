/** The languages that people are spoken to in, as BCP 47 tags. */
export const locales = ['en', 'de', 'fr', 'es', 'pt-BR'] as const;

export type Locale = (typeof locales)[number];

/**
 * The language to speak: the first wanted one that is enabled, else the first enabled one, else English. A wanted `de-AT`
 * is content with `de`, a wanted `pt` with `pt-BR` (RFC 4647 lookup, and its inverse).
 */
export function chooseLocale(wanted: readonly string[], enabled: readonly string[]): Locale {
  const offered = enabled.flatMap((tag) => supported(tag) ?? []);
  for (const tag of wanted) {
    const fitting = offered.find((locale) => primary(locale) === primary(tag));
    if (fitting !== undefined) return fitting;
  }
  return offered[0] ?? 'en';
}

function supported(tag: string): Locale | undefined {
  return locales.find((locale) => primary(locale) === primary(tag));
}

function primary(tag: string): string {
  return (tag.split('-', 1)[0] ?? '').toLowerCase();
}
