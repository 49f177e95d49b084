/**
 * How letters look. Every element carries its light style inline, for many mail programs drop style sheets; the sheet
 * adds what cannot be said inline: the dark colours and the narrow screen.
 */

const light = {
  page: '#f3f4f6',
  card: '#ffffff',
  border: '#e2e5ea',
  text: '#1b2430',
  muted: '#5a6473',
  panel: '#f6f7f9',
  link: '#1d4fc4',
  // White on it has a contrast of 7.1 (WCAG 2.2, 1.4.3 asks for 4.5).
  button: '#1d4fc4',
};

/** For mail programs that take a button's colour from an attribute only. */
export const buttonColor = light.button;

const dark: typeof light = {
  page: '#101318',
  card: '#1a1f27',
  border: '#2d3541',
  text: '#e9ecf1',
  muted: '#a4afbe',
  panel: '#222934',
  link: '#93b4ff',
  button: '#2e63e0',
};

const fonts = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const body = `margin:0 0 16px;font-family:${fonts};font-size:16px;line-height:1.55;overflow-wrap:break-word`;
const small = `font-family:${fonts};font-size:13px;line-height:1.55;overflow-wrap:break-word`;

/** Inline styles by the name that is the element's class as well. */
export const inline = {
  page: `margin:0;padding:0;background-color:${light.page};color:${light.text}`,
  brand: `font-family:${fonts};font-size:18px;line-height:1.3;font-weight:700;letter-spacing:-0.01em;color:${light.text}`,
  logo: `display:block;border:0;height:40px;width:auto;max-width:220px;font-family:${fonts};font-size:18px;font-weight:700;color:${light.text}`,
  card: `background-color:${light.card};border:1px solid ${light.border};border-radius:12px;padding:36px 40px 32px`,
  heading: `margin:0 0 16px;font-family:${fonts};font-size:24px;line-height:1.25;font-weight:700;letter-spacing:-0.015em;color:${light.text}`,
  text: `${body};color:${light.text}`,
  muted: `margin:0 0 16px;${small};font-size:14px;color:${light.muted}`,
  button: `border-radius:8px;background-color:${light.button};mso-padding-alt:13px 26px`,
  buttonLabel: `display:inline-block;padding:13px 26px;border-radius:8px;font-family:${fonts};font-size:16px;line-height:22px;font-weight:600;text-decoration:none;color:#ffffff;background-color:${light.button}`,
  panel: `background-color:${light.panel};border-radius:8px;padding:16px 18px`,
  panelText: `margin:0;font-family:${fonts};font-size:15px;line-height:1.55;overflow-wrap:break-word;color:${light.text}`,
  rule: `border-top:1px solid ${light.border};padding:20px 0 0`,
  fine: `margin:0;${small};color:${light.muted}`,
  link: `color:${light.link};text-decoration:underline;overflow-wrap:anywhere;word-break:break-word`,
} as const;

const darkRules = (prefix: string): string =>
  Object.entries({
    '.page': `background-color:${dark.page}`,
    '.card': `background-color:${dark.card};border-color:${dark.border}`,
    '.brand,.heading,.text,.panelText': `color:${dark.text}`,
    '.muted,.fine': `color:${dark.muted}`,
    '.panel': `background-color:${dark.panel}`,
    '.rule': `border-color:${dark.border}`,
    '.link': `color:${dark.link}`,
    '.button,.buttonLabel': `background-color:${dark.button}`,
    // Most logos are drawn for white paper.
    '.logo': 'background-color:#ffffff;border-radius:6px;padding:6px 8px',
  })
    .map(([names, rules]) => `${prefixed(prefix, names)}{${rules.replaceAll(/(;|$)/g, ' !important$1')}}`)
    .join('');

function prefixed(prefix: string, names: string): string {
  return names.replaceAll('.', `${prefix}.`);
}

/** The style sheet. */
export const sheet = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  '@media (max-width:480px){.outer{padding:20px 12px !important}.card{padding:28px 22px 24px !important}}',
  `@media (prefers-color-scheme:dark){${darkRules('')}}`,
].join('\n');

/** `data-ogsc` is how Outlook on the web says that it is dark; in a sheet of its own, lest others drop the rest for it. */
export const outlookSheet = darkRules('[data-ogsc] ');
