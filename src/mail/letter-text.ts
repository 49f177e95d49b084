import type { WordedLetter } from './word-letter.ts';

/** A letter as plain text: the same words in the same order as `letterHtml`, a link on a line of its own. */
export function letterText(letter: WordedLetter): string {
  const { action, questions, contacts } = letter;
  const contactLines = contacts.map(({ label, href }) => (href.startsWith('mailto:') ? label : href));
  const blocks = [
    letter.heading,
    ...letter.paragraphs,
    ...(action === null ? [] : [`${action.label}:\n${action.link}`, action.lifetime]),
    questions === null ? [letter.notYou, ...contactLines].join('\n') : letter.notYou,
    ...(questions === null || contacts.length === 0 ? [] : [[questions, ...contactLines].join('\n')]),
    `-- \n${letter.imprint}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}
