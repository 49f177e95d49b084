import type { Letter } from '../../accounts/index.ts';

/**
 * Every text of every letter in one language, as ICU messages. `{brand}` may stand in each of them, `{email}` (the address
 * that the letter goes to) in all but the subjects; the others are named where they may stand.
 */
export interface MailTexts {
  readonly letters: { readonly [Kind in Letter['kind']]: TextsOf<Kind> };
  /** `{duration}`, `{until}` */
  readonly linkLifetime: string;
  /** Stands before the link in full, for whom the button does not work. */
  readonly linkInFull: string;
  /** Stands before the addresses of the support. */
  readonly questions: string;
  /** Who sent the mail and to whom. */
  readonly imprint: string;
}

type TextsOf<Kind extends Letter['kind']> =
  Extract<Letter, { readonly kind: Kind }> extends { readonly link: string } ? LinkTexts : NoticeTexts;

interface CommonTexts {
  readonly subject: string;
  readonly heading: string;
  /** What to do if one has nothing to do with it. */
  readonly notYou: string;
}

/** A letter that asks for something; `{duration}` and `{until}` may stand in `preview`. */
export interface LinkTexts extends CommonTexts {
  /** What a list of mails shows after the subject. */
  readonly preview: string;
  readonly request: string;
  readonly button: string;
}

/** A letter that tells what happened; `{at}` may stand in `preview` and `event`. */
export interface NoticeTexts extends CommonTexts {
  readonly preview: string;
  readonly event: string;
  /** What to do if one did it oneself. */
  readonly wasYou: string;
}
