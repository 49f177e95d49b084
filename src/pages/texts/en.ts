import type { Texts } from './texts.ts';

/** English. */
export const en: Texts = {
  contactSupport: 'Contact support',
  errorTitle: 'Error: {title}',
  accountAt: 'Account at {application}',
  continueTo: 'Continue to {application}',
  retryIn:
    '{minutes, plural, =0 {Try again in a moment.} one {Try again in about a minute.} other {Try again in about # minutes.}}',

  newPasswordTitle: 'Choose a new password',
  passwordLabel: 'New password',
  repeatLabel: 'Repeat the new password',
  changePassword: 'Change password',
  changingPassword: 'Changing password…',
  passwordAdvice:
    'Several unrelated words are long and easy to remember. Use a password that you use nowhere else.',
  show: 'Show',
  hide: 'Hide',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  passwordIsShown: 'Your password is visible',
  passwordIsHidden: 'Your password is hidden',

  rulesTitle: 'Your password must have',
  lengthAtLeast: '{least, plural, one {at least # character} other {at least # characters}}',
  containsAtLeast: 'at least {least} of these {total} kinds of character:',
  lowerCase: 'a lower-case letter',
  upperCase: 'an upper-case letter',
  numbers: 'a digit',
  specialCharacters: 'a special character, such as ! or %',
  identicalChars:
    '{most, plural, one {no character twice in a row} other {no more than # identical characters in a row}}',
  ruleMet: 'met',
  ruleUnmet: 'not met yet',
  rulesMet: '{met} of {total} requirements met',

  varietyPoor: 'Length and variety: low',
  varietyFair: 'Length and variety: fair',
  varietyGood: 'Length and variety: good',
  varietyVeryGood: 'Length and variety: very good',

  notChangedYet: 'Your password is not changed yet',
  passwordEmpty: 'Type a new password.',
  passwordsDiffer: 'The two passwords are not the same. Type the same password twice.',
  passwordTooWeak: 'This password does not have everything that is asked for below.',
  passwordTooCommon:
    'This password is too easy to guess: it is among those that attackers try first. Choose another one.',
  passwordPersonal:
    'This password contains your name, your email address or the like. Choose one that nobody can guess from what they know about you.',
  passwordUsedBefore: 'You have used this password before. Choose a new one.',
  passwordInvalid:
    'This password cannot be used: it is too long, or contains a character that is not allowed.',
  passwordNoLongerKept: 'The password that you typed is no longer kept. Please type it again.',

  notNowTitle: 'Your password could not be changed just now',
  legacyUnavailable:
    'The system that holds your account does not answer at the moment. Nothing has been changed.',
  serverBusy: 'This service is very busy at the moment. Nothing has been changed.',
  scriptFault:
    'Something went wrong on our side; there is nothing wrong with your password. Nothing has been changed. If it happens again, contact support.',
  passwordIsKept: 'Your new password is kept, encrypted, for 15 minutes. You do not have to type it again.',
  tryAgain: 'Try again',
  chooseAnother: 'Choose a different password',

  changedTitle: 'Your password is changed',
  changedLogins:
    'Applications that you are logged in to may ask you to log in again, some of them only after a while.',
  changedClose: 'You can close this page and log in with your new password.',

  verifyTitle: 'Confirm your email address',
  verifyExplanation: 'Please confirm that this email address is yours.',
  verifyNotYou: 'If this is not your account, just close this page.',
  verifyEmail: 'Confirm email address',
  verifyingEmail: 'Confirming…',
  verifiedTitle: 'Your email address is confirmed',
  verifiedClose: 'You can close this page.',

  goneTitle: 'This link no longer works',
  gonePasswordChange:
    'It may have expired or already been used. If you have just chosen a new password with it, log in with that one.',
  gonePasswordChangeNext: 'Otherwise, go to the page where you log in and ask for a new link there.',
  goneEmailVerification:
    'It may have expired or already been used. If you have just confirmed your email address, there is nothing left to do.',
  goneEmailVerificationNext: 'Otherwise, ask for a new email in the application that sent you this one.',
  notFoundTitle: 'There is no page here',
  notFound: 'Please check that you opened the whole link from the email.',
  misreadTitle: 'This form could not be read',
  misread: 'Nothing has been changed. Open the link in the email again and send the form from there.',
  failedTitle: 'Something went wrong',
  failed: 'The fault is on our side. Please open the link in the email again in a few minutes.',
};
