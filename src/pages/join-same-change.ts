import type { PagesNeeds } from './needs.ts';

type ConfirmPasswordChange = PagesNeeds['confirmPasswordChange'];

/**
 * The same change, sent again while it is under way, is that change: whoever stopped waiting for a slow answer and pressed
 * the button again is told how it ends, and not that the link has just been used. Only while it is under way: afterwards a
 * used link must not tell whether a password is the right one.
 */
export function joinSameChange(confirm: ConfirmPasswordChange): ConfirmPasswordChange {
  const underWay = new Map<string, ReturnType<ConfirmPasswordChange>>();
  return (form) => {
    const same = `${form.secret} ${form.password}`; // a secret has no blanks
    const known = underWay.get(same);
    if (known !== undefined) return known;
    const change = confirm(form).finally(() => underWay.delete(same));
    underWay.set(same, change);
    return change;
  };
}
