/**
 * Control characters, and those that turn the direction of writing or hide: in a name that somebody has typed at a login
 * they would move the cursor, change colours, or show one text for another.
 */
const unsafe = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A text that a terminal shows and does not obey: `\x1b` for an escape character. One line stays one line. */
export function safeText(text: string): string {
  return text.toWellFormed().replaceAll(unsafe, escaped);
}

/** The same of a text that has lines and tabs of its own. */
export function safeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(safeText).join('\t'))
    .join('\n');
}

/** JSON that is safe to look at, too: `JSON.stringify` leaves the upper control characters as they are. */
export function safeJson(text: string): string {
  return text.replaceAll(
    /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function escaped(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
}
