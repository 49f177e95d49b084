// A browser lists at most a dozen; what follows is not looked at.
const maxTags = 20;
const maxCharacters = 500;

/**
 * The languages that a person wants, the most wanted first: those that the link asks for (`ui_locales`, separated by
 * spaces as in OpenID Connect Core 3.1.2.1), then those of the browser (RFC 9110, 12.5.4).
 */
export function wantedLocales(uiLocales: unknown, acceptLanguage: string | undefined): readonly string[] {
  const asked = typeof uiLocales === 'string' ? uiLocales.slice(0, maxCharacters).split(' ') : [];
  return [...asked, ...acceptedLanguages(acceptLanguage ?? '')].filter(isTag).slice(0, maxTags);
}

function acceptedLanguages(header: string): readonly string[] {
  return header
    .slice(0, maxCharacters)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

function isTag(text: string): boolean {
  return /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(text);
}
