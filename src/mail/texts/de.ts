import type { MailTexts } from './mail-texts.ts';

/** German, with “Sie”. */
export const de: MailTexts = {
  letters: {
    'password-change': {
      subject: 'Wählen Sie ein neues Passwort für {brand}',
      preview: 'Der Link in dieser E-Mail funktioniert einmal und gilt {duration} lang.',
      heading: 'Neues Passwort wählen',
      request:
        'Für Ihr Konto {email} bei {brand} wurde ein neues Passwort angefordert. Wenn Sie das waren, wählen Sie es bitte hier:',
      button: 'Neues Passwort wählen',
      notYou:
        'Wenn Sie das nicht waren, müssen Sie nichts tun: Ohne den Link bleibt Ihr Passwort, wie es ist.',
    },
    'email-verification': {
      subject: 'Bestätigen Sie Ihre E-Mail-Adresse für {brand}',
      preview: 'Bitte bestätigen Sie, dass diese Adresse Ihnen gehört.',
      heading: 'E-Mail-Adresse bestätigen',
      request:
        'Bitte bestätigen Sie, dass {email} Ihre Adresse ist. So kann {brand} Sie erreichen, wenn es darauf ankommt, zum Beispiel wenn Sie Ihr Passwort vergessen haben.',
      button: 'Adresse bestätigen',
      notYou:
        'Wenn Sie kein Konto bei {brand} haben, hat sich vermutlich jemand bei der Adresse vertippt. Dann können Sie diese E-Mail ignorieren.',
    },
    'password-changed': {
      subject: 'Ihr Passwort für {brand} wurde geändert',
      preview: 'Waren Sie das nicht? Dann melden Sie sich bitte sofort bei uns.',
      heading: 'Ihr Passwort wurde geändert',
      event:
        'Das Passwort Ihres Kontos {email} bei {brand} wurde am {at} geändert. Anwendungen, in denen Sie angemeldet sind, verlangen unter Umständen eine neue Anmeldung mit dem neuen Passwort, manche erst nach einiger Zeit.',
      wasYou: 'Wenn Sie das waren, müssen Sie nichts weiter tun.',
      notYou:
        'Wenn Sie das nicht waren, hat möglicherweise jemand anderes Zugriff auf Ihr Konto. Bitte wenden Sie sich sofort an den Support von {brand}.',
    },
    'email-changed': {
      subject: 'Die E-Mail-Adresse Ihres Kontos bei {brand} wurde geändert',
      preview: 'Waren Sie das nicht? Dann melden Sie sich bitte sofort bei uns.',
      heading: 'Ihre E-Mail-Adresse wurde geändert',
      event:
        'Die E-Mail-Adresse Ihres Kontos bei {brand} wurde am {at} geändert. Die Adresse {email} gehört nicht mehr zu diesem Konto.',
      wasYou:
        'Wenn Sie das waren, müssen Sie nichts weiter tun. E-Mails zu diesem Konto gehen ab jetzt an die neue Adresse.',
      notYou:
        'Wenn Sie das nicht waren, hat möglicherweise jemand anderes Zugriff auf Ihr Konto. Bitte wenden Sie sich sofort an den Support von {brand}.',
    },
  },
  linkLifetime: 'Der Link funktioniert einmal und gilt {duration} lang, bis zum {until}.',
  linkInFull: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
  questions: 'Haben Sie Fragen? So erreichen Sie uns:',
  imprint: '{brand} hat diese E-Mail automatisch an {email} gesendet.',
};
