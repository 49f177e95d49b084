import type { ApiAnswer } from './segue-api.ts';
import type { SequenceDiagram } from './sequence-diagram.ts';
import type { SeenByShop } from './shop-process.ts';

/** What Segue asked the shop, and what it was told; an address is left to the list at the end. */
export function drawShop(diagram: SequenceDiagram, seen: readonly SeenByShop[]): void {
  for (const { method, path, status, milliseconds } of seen) {
    diagram.arrow('segue', 'legacy', `${method} ${path.replace(/=.*/, '=…')}`);
    diagram.arrow('legacy', 'segue', `${status} · ${milliseconds} ms`, status < 300 ? 'good' : 'bad');
  }
}

/** How a login ended. */
export function drawTokens(diagram: SequenceDiagram, { status, body, milliseconds }: ApiAnswer): void {
  if (status === 200) diagram.arrow('segue', 'user', `200 tokens · ${milliseconds} ms`, 'good');
  else diagram.arrow('segue', 'user', `${status} ${String(body['error'])}`, 'bad');
}

/** An answer in words of our own. */
export function drawAnswer(diagram: SequenceDiagram, status: number, words: string): void {
  diagram.arrow('segue', 'user', `${status} ${words}`, status < 300 ? 'good' : 'bad');
}
