import type { MailTexts } from './mail-texts.ts';

/** French, with “vous”; a no-break space stands before ? : ; as its typography wants it. */
export const fr: MailTexts = {
  letters: {
    'password-change': {
      subject: 'Choisissez un nouveau mot de passe pour {brand}',
      preview: 'Le lien contenu dans cet e-mail fonctionne une seule fois, pendant {duration}.',
      heading: 'Choisissez un nouveau mot de passe',
      request:
        'Un nouveau mot de passe a été demandé pour votre compte {email} chez {brand}. Si la demande vient de vous, choisissez-le ici\u00a0:',
      button: 'Choisir un nouveau mot de passe',
      notYou:
        'Si la demande ne vient pas de vous, vous n’avez rien à faire\u00a0: sans ce lien, votre mot de passe reste inchangé.',
    },
    'email-verification': {
      subject: 'Confirmez votre adresse e-mail pour {brand}',
      preview: 'Merci de confirmer que cette adresse est bien la vôtre.',
      heading: 'Confirmez votre adresse e-mail',
      request:
        'Merci de confirmer que {email} est bien votre adresse. {brand} pourra ainsi vous joindre en cas de besoin, par exemple si vous oubliez votre mot de passe.',
      button: 'Confirmer mon adresse',
      notYou:
        'Si vous n’avez pas de compte chez {brand}, quelqu’un s’est sans doute trompé d’adresse. Vous pouvez ignorer cet e-mail.',
    },
    'password-changed': {
      subject: 'Votre mot de passe pour {brand} a été modifié',
      preview: 'Ce n’était pas vous\u00a0? Contactez-nous sans attendre.',
      heading: 'Votre mot de passe a été modifié',
      event:
        'Le mot de passe de votre compte {email} chez {brand} a été modifié le {at}. Les applications où votre session est ouverte peuvent vous demander de vous reconnecter avec le nouveau mot de passe, certaines seulement au bout d’un moment.',
      wasYou: 'Si c’était vous, vous n’avez rien d’autre à faire.',
      notYou:
        'Si ce n’était pas vous, une autre personne a peut-être accès à votre compte. Contactez sans attendre l’assistance {brand}.',
    },
    'email-changed': {
      subject: 'L’adresse e-mail de votre compte {brand} a été modifiée',
      preview: 'Ce n’était pas vous\u00a0? Contactez-nous sans attendre.',
      heading: 'Votre adresse e-mail a été modifiée',
      event:
        'L’adresse e-mail de votre compte {brand} a été modifiée le {at}. L’adresse {email} n’est plus associée à ce compte.',
      wasYou:
        'Si c’était vous, vous n’avez rien d’autre à faire. Les e-mails concernant ce compte seront désormais envoyés à la nouvelle adresse.',
      notYou:
        'Si ce n’était pas vous, une autre personne a peut-être accès à votre compte. Contactez sans attendre l’assistance {brand}.',
    },
  },
  linkLifetime: 'Ce lien fonctionne une seule fois et reste valable pendant {duration}, jusqu’au {until}.',
  linkInFull: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur\u00a0:',
  questions: 'Une question\u00a0? Voici comment nous joindre\u00a0:',
  imprint: '{brand} a envoyé cet e-mail automatiquement à {email}.',
};
