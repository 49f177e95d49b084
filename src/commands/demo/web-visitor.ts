/** A hosted page as its reader has it. */
export interface VisitedPage {
  readonly status: number;
  readonly heading: string;
  /** Where its form goes; null when it has none. */
  readonly formUrl: string | null;
}

/** Opens the link of a letter. */
export async function openLink(link: string): Promise<VisitedPage> {
  return readPage(await fetch(link), link);
}

/**
 * Fills a page's form in and sends it, as a browser without JavaScript does: to where the form goes, and from there.
 *
 * @throws Error when the page has no form
 */
export async function sendForm(
  page: VisitedPage,
  fields: Readonly<Record<string, string>>,
): Promise<VisitedPage> {
  const { formUrl } = page;
  if (formUrl === null) throw new Error(`the page "${page.heading}" has no form`);
  const response = await fetch(formUrl, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields),
  });
  return readPage(response, formUrl);
}

async function readPage(response: Response, url: string): Promise<VisitedPage> {
  const html = await response.text();
  const action = /<form\b[^>]*\saction="([^"]*)"/.exec(html)?.[1];
  return {
    status: response.status,
    heading: plain(/<h1\b[^>]*>([^<]*)</.exec(html)?.[1] ?? '').trim(),
    formUrl: action === undefined ? null : new URL(plain(action), url).href,
  };
}

/** Text as HTML has it, with the character references that pages write. */
function plain(html: string): string {
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return html.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name: string) =>
    code === undefined ? (names[name] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
