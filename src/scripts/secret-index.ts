import { formsOf, type Secret, type SecretForm } from './secret-forms.ts';

/** A form, and the part of it that is compared first: most places that begin like a secret go on otherwise. */
export interface IndexedForm extends SecretForm {
  readonly head: string;
}

/** Forms of secrets by their first characters: a text is searched for all of them in one pass. */
export interface FormTable {
  readonly byBeginning: ReadonlyMap<number, readonly IndexedForm[]>;
  /** Shorter than a beginning. */
  readonly short: readonly SecretForm[];
}

/** Secrets that are to be looked for. Costs next to nothing until a text must be searched. */
export interface SecretIndex {
  add(secrets: () => readonly Secret[]): void;
  /** All that were added so far. */
  table(): FormTable;
}

/** As many characters of a secret tell where it may begin. */
export const beginningCharacters = 3;

const headCharacters = 32;

/** The beginning at a place of a text as a number: different ones of plain ASCII have different numbers. */
export function beginningAt(text: string, start: number): number {
  return text.charCodeAt(start) ^ (text.charCodeAt(start + 1) << 10) ^ (text.charCodeAt(start + 2) << 20);
}

/** An index of these secrets, to which more can be added. */
export function secretIndex(secrets: readonly Secret[] = []): SecretIndex {
  const byBeginning = new Map<number, IndexedForm[]>();
  const short: SecretForm[] = [];
  const known = new Set<string>();
  let waiting: (() => readonly Secret[])[] = [() => secrets];

  /** Somebody who tries one password on a thousand users brings it a thousand times. */
  const isNew = ({ label, text }: Secret): boolean => known.size < known.add(`${label} ${text}`).size;

  const put = (form: SecretForm): void => {
    if (form.text.length < beginningCharacters) {
      short.push(form);
      return;
    }
    const key = beginningAt(form.text, 0);
    const indexed = { ...form, head: form.text.slice(0, headCharacters) };
    const others = byBeginning.get(key);
    if (others === undefined) byBeginning.set(key, [indexed]);
    else others.push(indexed);
  };

  return {
    add: (more) => {
      waiting.push(more);
    },
    table: () => {
      const added = waiting;
      waiting = [];
      const fresh = added.flatMap((group) => group().filter(isNew));
      for (const secret of fresh) for (const form of formsOf(secret)) put(form);
      return { byBeginning, short };
    },
  };
}
