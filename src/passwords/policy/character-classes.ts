export type CharacterClass = 'lowerCase' | 'upperCase' | 'numbers' | 'specialCharacters';

/**
 * In ASCII these are Auth0's classes (its special characters are OWASP's: punctuation, symbols, the space). Beyond it a
 * letter with case counts by its case, a digit of any script as a number, and whatever can be seen but is neither, such as
 * a letter without case (Han, Arabic) or an emoji, as special. Accents that stand alone and invisible characters count as
 * nothing: how a keyboard composes é must not matter.
 */
const patterns: Readonly<Record<CharacterClass, RegExp>> = {
  lowerCase: /\p{Ll}/u,
  upperCase: /[\p{Lu}\p{Lt}]/u,
  numbers: /\p{Nd}/u,
  specialCharacters: /[^\p{Ll}\p{Lu}\p{Lt}\p{Nd}\p{M}\p{Cc}\p{Cf}\p{Cs}]/u,
};

/** Whether a password has a character of a class. */
export function hasClass(password: string, characterClass: CharacterClass): boolean {
  return patterns[characterClass].test(password);
}
