/**
 * An identifier as attack protection counts it (S13): letter case, Unicode look-alikes, accents, plus tags and dots do
 * not make a new counter. Several people may share a folded form; that only makes counting stricter.
 */
export function foldedIdentifier(identifier: string): string {
  const plain = identifier
    .trim()
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .replaceAll(/\P{ASCII}/gu, (character) => latinLookAlikes[character] ?? character);
  const at = plain.lastIndexOf('@');
  if (at < 0) return plain;
  const local = plain.slice(0, at).replace(/\+.*$/su, '').replaceAll('.', '');
  return local + plain.slice(at);
}

// Lower-case Cyrillic, Greek and Latin letters that Unicode's confusables (UTS #39) map to a Latin letter.
const latinLookAlikes: Readonly<Record<string, string>> = Object.fromEntries(
  ['аa', 'вb', 'ԁd', 'еe', 'һh', 'іi', 'ıi', 'ϳj', 'јj', 'кk', 'ӏl', 'мm', 'ոn', 'оo', 'οo', 'рp', 'ρp', 'ԛq']
    .concat([
      'ѕs',
      'тt',
      'υu',
      'ѵv',
      'νv',
      'ԝw',
      'хx',
      'уy',
      'γy',
      'сc',
      'ϲc',
      'αa',
      'εe',
      'ιi',
      'κk',
      'τt',
      'χx',
      'ɡg',
    ])
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);
