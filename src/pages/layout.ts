import { html } from 'ghtml';
import type { Page, PageFrame } from './page.ts';
import { linkable, showable } from './trusted-url.ts';

/**
 * A whole page. Here and in `views/`, `${}` escapes and `!${}` does not: the latter is for fragments that these functions
 * made themselves, never for a text or a value. The script runs before the first paint where the browser can wait for it
 * (`blocking`), so that nothing moves.
 */
export function layout(frame: PageFrame, page: Page): string {
  const { locale, brand, basePath, assets } = frame;
  return html`<!doctype html>
<html lang="${locale}" dir="ltr">
<head>
<meta charset="utf-8">
<title>${titleOf(frame, page)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<link rel="icon" type="image/svg+xml" href="${basePath}assets/${assets.icon.file}">
<link rel="stylesheet" href="${basePath}assets/${assets.style.file}">
<script src="${basePath}assets/${assets.script.file}" defer blocking="render"></script>
</head>
<body>
<header class="brand">!${masthead(brand)}</header>
<main class="card">
!${page.main}
</main>
!${footer(frame)}
</body>
</html>
`;
}

function titleOf({ say, brand }: PageFrame, { title, isRefusal = false }: Page): string {
  return `${isRefusal ? say('errorTitle', { title }) : title} · ${brand.name}`;
}

function masthead({ name, logoUrl }: PageFrame['brand']): string {
  const logo = showable(logoUrl);
  if (logo === null) return html`<p class="brand-name"><bdi>${name}</bdi></p>`;
  return html`<img class="brand-logo" src="${logo.src}" alt="${name}" height="40">`;
}

function footer({ say, brand }: PageFrame): string {
  const mail = brand.supportEmail === null ? null : `mailto:${encodeURIComponent(brand.supportEmail)}`;
  const href = linkable(brand.supportUrl) ?? linkable(mail);
  if (href === null) return '';
  return html`<footer class="footer"><a href="${href}">${say('contactSupport')}</a></footer>`;
}
