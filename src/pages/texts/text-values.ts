import type { Texts } from './texts.ts';

/** The values that messages take; a message that is not here takes none. */
export interface TextValues {
  readonly errorTitle: { readonly title: string };
  readonly accountAt: { readonly application: string };
  readonly continueTo: { readonly application: string };
  /** 0 is less than half a minute. */
  readonly retryIn: { readonly minutes: number };
  readonly lengthAtLeast: { readonly least: number };
  readonly containsAtLeast: { readonly least: number; readonly total: number };
  readonly identicalChars: { readonly most: number };
  readonly rulesMet: { readonly met: number; readonly total: number };
}

/** Says a text in the language of the page, with the values that it takes. */
export type Say = <Key extends keyof Texts>(
  key: Key,
  ...values: Key extends keyof TextValues ? [TextValues[Key]] : []
) => string;
