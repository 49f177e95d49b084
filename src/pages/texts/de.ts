import type { Texts } from './texts.ts';

/** German, with “Sie”. */
export const de: Texts = {
  contactSupport: 'Support kontaktieren',
  errorTitle: 'Fehler: {title}',
  accountAt: 'Konto bei {application}',
  continueTo: 'Weiter zu {application}',
  retryIn:
    '{minutes, plural, =0 {Versuchen Sie es gleich noch einmal.} one {Versuchen Sie es in etwa einer Minute noch einmal.} other {Versuchen Sie es in etwa # Minuten noch einmal.}}',

  newPasswordTitle: 'Neues Passwort wählen',
  passwordLabel: 'Neues Passwort',
  repeatLabel: 'Neues Passwort wiederholen',
  changePassword: 'Passwort ändern',
  changingPassword: 'Passwort wird geändert …',
  passwordAdvice:
    'Mehrere Wörter ohne Zusammenhang sind lang und leicht zu merken. Nehmen Sie ein Passwort, das Sie sonst nirgends verwenden.',
  show: 'Anzeigen',
  hide: 'Verbergen',
  showPassword: 'Passwort anzeigen',
  hidePassword: 'Passwort verbergen',
  passwordIsShown: 'Ihr Passwort ist sichtbar',
  passwordIsHidden: 'Ihr Passwort ist verborgen',

  rulesTitle: 'Ihr Passwort braucht',
  lengthAtLeast: '{least, plural, one {mindestens # Zeichen} other {mindestens # Zeichen}}',
  containsAtLeast: 'mindestens {least} dieser {total} Zeichenarten:',
  lowerCase: 'einen Kleinbuchstaben',
  upperCase: 'einen Großbuchstaben',
  numbers: 'eine Ziffer',
  specialCharacters: 'ein Sonderzeichen, etwa ! oder %',
  identicalChars:
    '{most, plural, one {kein Zeichen zweimal hintereinander} other {höchstens # gleiche Zeichen hintereinander}}',
  ruleMet: 'erfüllt',
  ruleUnmet: 'noch nicht erfüllt',
  rulesMet: '{met} von {total} Anforderungen erfüllt',

  varietyPoor: 'Länge und Vielfalt: gering',
  varietyFair: 'Länge und Vielfalt: mittel',
  varietyGood: 'Länge und Vielfalt: gut',
  varietyVeryGood: 'Länge und Vielfalt: sehr gut',

  notChangedYet: 'Ihr Passwort ist noch nicht geändert',
  passwordEmpty: 'Geben Sie ein neues Passwort ein.',
  passwordsDiffer: 'Die beiden Passwörter stimmen nicht überein. Geben Sie zweimal dasselbe ein.',
  passwordTooWeak: 'Dieses Passwort erfüllt noch nicht alle Anforderungen, die unten stehen.',
  passwordTooCommon:
    'Dieses Passwort ist zu leicht zu erraten: Es gehört zu denen, die Angreifer zuerst ausprobieren. Wählen Sie ein anderes.',
  passwordPersonal:
    'Dieses Passwort enthält Ihren Namen, Ihre E-Mail-Adresse oder Ähnliches. Wählen Sie eines, das niemand aus Ihren Daten erraten kann.',
  passwordUsedBefore: 'Dieses Passwort haben Sie schon einmal verwendet. Wählen Sie ein neues.',
  passwordInvalid:
    'Dieses Passwort kann nicht verwendet werden: Es ist zu lang oder enthält ein unzulässiges Zeichen.',
  passwordNoLongerKept:
    'Das eingegebene Passwort wird nicht mehr aufbewahrt. Bitte geben Sie es noch einmal ein.',

  notNowTitle: 'Ihr Passwort konnte gerade nicht geändert werden',
  legacyUnavailable: 'Das System, das Ihr Konto führt, antwortet im Moment nicht. Es wurde nichts geändert.',
  serverBusy: 'Dieser Dienst ist im Moment stark ausgelastet. Es wurde nichts geändert.',
  scriptFault:
    'Auf unserer Seite ist etwas schiefgegangen; an Ihrem Passwort liegt es nicht. Es wurde nichts geändert. Wenn es wieder passiert, wenden Sie sich an den Support.',
  passwordIsKept:
    'Ihr neues Passwort wird 15 Minuten lang verschlüsselt aufbewahrt. Sie müssen es nicht noch einmal eingeben.',
  tryAgain: 'Noch einmal versuchen',
  chooseAnother: 'Anderes Passwort wählen',

  changedTitle: 'Ihr Passwort ist geändert',
  changedLogins:
    'Anwendungen, in denen Sie angemeldet sind, verlangen unter Umständen eine neue Anmeldung, manche erst nach einiger Zeit.',
  changedClose: 'Sie können diese Seite schließen und sich mit dem neuen Passwort anmelden.',

  verifyTitle: 'E-Mail-Adresse bestätigen',
  verifyExplanation: 'Bitte bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört.',
  verifyNotYou: 'Wenn das nicht Ihr Konto ist, schließen Sie einfach diese Seite.',
  verifyEmail: 'E-Mail-Adresse bestätigen',
  verifyingEmail: 'Wird bestätigt …',
  verifiedTitle: 'Ihre E-Mail-Adresse ist bestätigt',
  verifiedClose: 'Sie können diese Seite schließen.',

  goneTitle: 'Dieser Link funktioniert nicht mehr',
  gonePasswordChange:
    'Er ist vielleicht abgelaufen oder wurde schon benutzt. Wenn Sie damit gerade ein neues Passwort gewählt haben, melden Sie sich mit diesem an.',
  gonePasswordChangeNext: 'Andernfalls gehen Sie zur Anmeldeseite und fordern Sie dort einen neuen Link an.',
  goneEmailVerification:
    'Er ist vielleicht abgelaufen oder wurde schon benutzt. Wenn Sie Ihre E-Mail-Adresse gerade bestätigt haben, ist nichts weiter zu tun.',
  goneEmailVerificationNext:
    'Andernfalls fordern Sie in der Anwendung, von der diese E-Mail kam, eine neue an.',
  notFoundTitle: 'Hier ist keine Seite',
  notFound: 'Bitte prüfen Sie, ob Sie den ganzen Link aus der E-Mail geöffnet haben.',
  misreadTitle: 'Dieses Formular war nicht lesbar',
  misread:
    'Es wurde nichts geändert. Öffnen Sie den Link in der E-Mail noch einmal und senden Sie das Formular von dort.',
  failedTitle: 'Etwas ist schiefgegangen',
  failed: 'Der Fehler liegt bei uns. Bitte öffnen Sie den Link in der E-Mail in einigen Minuten noch einmal.',
};
