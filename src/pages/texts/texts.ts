/**
 * Everything that the pages say, as ICU messages. An apostrophe in a text is the typographic one: ICU reads the other as
 * a quotation mark. `text-values.ts` names the values that a message takes.
 */
export interface Texts {
  // Around every page
  readonly contactSupport: string;
  /** Before the title of a page that refuses what was sent. */
  readonly errorTitle: string;
  /** Above the email address of the account. */
  readonly accountAt: string;
  readonly continueTo: string;
  readonly retryIn: string;

  // Choose a new password
  readonly newPasswordTitle: string;
  readonly passwordLabel: string;
  readonly repeatLabel: string;
  readonly changePassword: string;
  readonly changingPassword: string;
  readonly passwordAdvice: string;
  readonly show: string;
  readonly hide: string;
  readonly showPassword: string;
  readonly hidePassword: string;
  readonly passwordIsShown: string;
  readonly passwordIsHidden: string;

  // What a password must have, under `rulesTitle`
  readonly rulesTitle: string;
  readonly lengthAtLeast: string;
  readonly containsAtLeast: string;
  readonly lowerCase: string;
  readonly upperCase: string;
  readonly numbers: string;
  readonly specialCharacters: string;
  readonly identicalChars: string;
  /** Beside a rule, for screen readers. */
  readonly ruleMet: string;
  readonly ruleUnmet: string;
  readonly rulesMet: string;

  // How long and varied a password is; nobody knows how strong it is
  readonly varietyPoor: string;
  readonly varietyFair: string;
  readonly varietyGood: string;
  readonly varietyVeryGood: string;

  // Why a password is not taken
  readonly notChangedYet: string;
  readonly passwordEmpty: string;
  readonly passwordsDiffer: string;
  readonly passwordTooWeak: string;
  readonly passwordTooCommon: string;
  readonly passwordPersonal: string;
  readonly passwordUsedBefore: string;
  readonly passwordInvalid: string;
  readonly passwordNoLongerKept: string;

  // Not now: the typed password is kept
  readonly notNowTitle: string;
  readonly legacyUnavailable: string;
  readonly serverBusy: string;
  readonly scriptFault: string;
  readonly passwordIsKept: string;
  readonly tryAgain: string;
  readonly chooseAnother: string;

  // Done
  readonly changedTitle: string;
  /** No more than is true: tokens that were given out live on for a while, sessions of the legacy system as long as it lets them. */
  readonly changedLogins: string;
  readonly changedClose: string;

  // Confirm an email address
  readonly verifyTitle: string;
  readonly verifyExplanation: string;
  readonly verifyNotYou: string;
  readonly verifyEmail: string;
  readonly verifyingEmail: string;
  readonly verifiedTitle: string;
  readonly verifiedClose: string;

  // Nothing to be done here
  readonly goneTitle: string;
  readonly gonePasswordChange: string;
  readonly gonePasswordChangeNext: string;
  readonly goneEmailVerification: string;
  readonly goneEmailVerificationNext: string;
  readonly notFoundTitle: string;
  readonly notFound: string;
  readonly misreadTitle: string;
  readonly misread: string;
  readonly failedTitle: string;
  readonly failed: string;
}
