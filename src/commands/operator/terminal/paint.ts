import { styleText } from 'node:util';

/** The colours that verbs use. */
export type Paint = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** Paints a text for a stream, where that is a terminal and nobody said NO_COLOR. */
export function painter(stream: NodeJS.WriteStream): (paint: Paint, text: string) => string {
  return (paint, text) => (text === '' ? '' : styleText(paint, text, { stream, validateStream: true }));
}
