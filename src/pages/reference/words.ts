import { html } from 'ghtml';

/** A description as HTML: what stands in backticks is code. */
export function words(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))
    .join('');
}
