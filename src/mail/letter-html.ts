import { html } from 'ghtml';
import type { Contact } from './contacts.ts';
import { buttonColor, inline, outlookSheet, sheet } from './letter-style.ts';
import type { WordedLetter } from './word-letter.ts';

// Follows the preview so that a list of mails does not go on with the heading: blanks that it cannot collapse.
const previewEnd = '&#847;&zwnj;&nbsp;'.repeat(60);

/**
 * A letter as an HTML document for mail programs: tables and inline styles that Outlook and Gmail keep, dark colours
 * where they are understood. `!${}` is for fragments made in this file only; everything else is escaped.
 *
 * @param logoUrl an https address, the only thing that opening the letter asks for; null: the brand's name stands there
 */
export function letterHtml(letter: WordedLetter, logoUrl: string | null): string {
  return html`<!doctype html>
<html lang="${letter.locale}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<meta name="x-apple-disable-message-reformatting">
<title>${letter.subject}</title>
<style>
!${sheet}
</style>
<style>
!${outlookSheet}
</style>
</head>
<body class="page" style="${inline.page}">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all" aria-hidden="true">${letter.preview}!${previewEnd}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="${inline.page}">
<tr><td class="outer" align="center" style="padding:36px 16px">
<!--[if mso]><table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;text-align:left">
<tr><td style="padding:0 4px 20px">!${masthead(letter.brand, logoUrl)}</td></tr>
<tr><td class="card" style="${inline.card}">!${content(letter)}</td></tr>
<tr><td style="padding:20px 4px 0"><p class="fine" style="${inline.fine}">${letter.imprint}</p></td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;
}

function masthead(brand: string, logoUrl: string | null): string {
  if (logoUrl === null) return html`<span class="brand" style="${inline.brand}">${brand}</span>`;
  return html`<img class="logo" src="${logoUrl}" alt="${brand}" height="40" style="${inline.logo}">`;
}

function content(letter: WordedLetter): string {
  return html`
<h1 class="heading" style="${inline.heading}">${letter.heading}</h1>
!${letter.paragraphs.map((text) => html`<p class="text" style="${inline.text}">!${withStrong(text, letter.email)}</p>`)}
!${letter.action === null ? caution(letter) : request(letter, letter.action)}
`;
}

/** A text with the reader's address in bold: it says which account is meant. */
function withStrong(text: string, email: string): string {
  return text
    .split(email)
    .map((between) => html`${between}`)
    .join(html`<strong>${email}</strong>`);
}

function request(letter: WordedLetter, action: NonNullable<WordedLetter['action']>): string {
  return html`
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 20px"><tr>
<td class="button" bgcolor="${buttonColor}" style="${inline.button}"><a class="buttonLabel" href="${action.link}" target="_blank" style="${inline.buttonLabel}">${action.label}</a></td>
</tr></table>
<p class="muted" style="${inline.muted}">${action.lifetime}</p>
<p class="muted" style="${inline.muted}">${letter.notYou}</p>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="rule" style="${inline.rule}">
<p class="fine" style="${inline.fine}">${action.linkInFull}<br><a class="link" href="${action.link}" target="_blank" style="${inline.link}">${action.link}</a></p>
!${questions(letter)}
</td></tr></table>`;
}

function questions({ questions, contacts }: WordedLetter): string {
  if (questions === null || contacts.length === 0) return '';
  return html`<p class="fine" style="${inline.fine};padding-top:12px">${questions}<br>!${contacts.map(contact).join('<br>')}</p>`;
}

function caution({ notYou, contacts }: WordedLetter): string {
  const lines = contacts.map((each) => `<br>${contact(each)}`);
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:20px"><tr>
<td class="panel" style="${inline.panel}"><p class="panelText" style="${inline.panelText}">${notYou}!${lines}</p></td>
</tr></table>`;
}

function contact({ label, href }: Contact): string {
  return html`<a class="link" href="${href}" style="${inline.link}">${label}</a>`;
}
