import { html } from 'ghtml';

/** A text that is read as it stands, under a title. Long lines are broken: there is nothing to scroll. */
export function codeBlock(title: string, code: string): string {
  return html`<figure><figcaption>${title}</figcaption><pre><code>!${code}</code></pre></figure>`;
}

/** A value as JSON, its parts told apart by colour. */
export function jsonBlock(title: string, value: unknown): string {
  return codeBlock(title, colouredJson(JSON.stringify(value, null, 2) ?? ''));
}

/** A text without colours. */
export function plainCode(text: string): string {
  return html`${text}`;
}

const parts = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?)/g;

/** JSON, or a command with JSON in it, as HTML. */
export function colouredJson(json: string): string {
  let end = 0;
  let out = '';
  for (const match of json.matchAll(parts)) {
    const [whole, text, colon] = match;
    out += html`${json.slice(end, match.index)}`;
    const kind = text === undefined ? 'literal' : colon === undefined ? 'text' : 'key';
    out += html`<span class="json-${kind}">${text ?? whole}</span>${colon ?? ''}`;
    end = match.index + whole.length;
  }
  return out + html`${json.slice(end)}`;
}
