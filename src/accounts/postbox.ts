import type { Brand } from '../tenant/index.ts';

/** Port: brings a letter to a person. Retrying is the caller's. */
export interface Postbox {
  deliver(letter: Letter): Promise<Delivery>;
}

/** A letter before it is put into words. */
export type Letter = Addressed &
  (
    | { readonly kind: 'password-change'; readonly link: string; readonly expiresAt: number }
    | { readonly kind: 'email-verification'; readonly link: string; readonly expiresAt: number }
    /** To the address of an account whose password was just changed. */
    | { readonly kind: 'password-changed'; readonly at: number }
    /** To the old address, once the account has another. */
    | { readonly kind: 'email-changed'; readonly at: number }
  );

interface Addressed {
  /** The same for every try to deliver this letter: it becomes the Message-ID. */
  readonly id: string;
  readonly to: string;
  /** BCP 47 tags, the most wanted first. */
  readonly languages: readonly string[];
  readonly brand: Brand;
}

export type Delivery =
  | { readonly delivery: 'accepted' }
  /** For good: the address does not exist, or the server will not have it. */
  | { readonly delivery: 'refused'; readonly reason: string }
  /** For now: try again later. With advice: waiting alone is not likely to help, the operator has to do something. */
  | { readonly delivery: 'failed'; readonly reason: string; readonly advice?: string };
