import type { MailTexts } from './mail-texts.ts';

/** English. */
export const en: MailTexts = {
  letters: {
    'password-change': {
      subject: 'Choose a new password for {brand}',
      preview: 'The link in this mail works once, for {duration}.',
      heading: 'Choose a new password',
      request:
        'We were asked for a new password for the {brand} account {email}. If that was you, please choose one here:',
      button: 'Choose a new password',
      notYou:
        'If it was not you, there is nothing you need to do. Without the link, your password stays as it is.',
    },
    'email-verification': {
      subject: 'Confirm your email address for {brand}',
      preview: 'Please confirm that this address is yours.',
      heading: 'Confirm your email address',
      request:
        'Please confirm that {email} is your address, so that {brand} can reach you when it matters: for example, when you forget your password.',
      button: 'Confirm my address',
      notYou:
        'If you have no account with {brand}, somebody probably mistyped their address. You can ignore this mail.',
    },
    'password-changed': {
      subject: 'Your password for {brand} was changed',
      preview: 'If this was not you, please contact us at once.',
      heading: 'Your password was changed',
      event:
        'The password of your {brand} account {email} was changed on {at}. Applications that you are logged in to may ask you to log in again with the new password, some of them only after a while.',
      wasYou: 'If it was you, there is nothing left to do.',
      notYou:
        'If it was not you, somebody else may have access to your account. Please contact {brand} support at once.',
    },
    'email-changed': {
      subject: 'The email address of your {brand} account was changed',
      preview: 'If this was not you, please contact us at once.',
      heading: 'Your email address was changed',
      event:
        'The email address of your {brand} account was changed on {at}. The address {email} no longer belongs to it.',
      wasYou:
        'If it was you, there is nothing left to do. From now on, mail about this account goes to the new address.',
      notYou:
        'If it was not you, somebody else may have access to your account. Please contact {brand} support at once.',
    },
  },
  linkLifetime: 'The link works once and is valid for {duration}, until {until}.',
  linkInFull: 'If the button does not work, copy this address into your browser:',
  questions: 'Any questions? You can reach us here:',
  imprint: '{brand} sent this mail automatically to {email}.',
};
