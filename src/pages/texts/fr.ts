import type { Texts } from './texts.ts';

/** French, with “vous”; a no-break space stands before\u00a0?\u00a0:\u00a0; as its typography wants it. */
export const fr: Texts = {
  contactSupport: 'Contacter l’assistance',
  errorTitle: 'Erreur\u00a0: {title}',
  accountAt: 'Compte {application}',
  continueTo: 'Continuer vers {application}',
  retryIn:
    '{minutes, plural, =0 {Réessayez dans un instant.} one {Réessayez dans une minute environ.} other {Réessayez dans # minutes environ.}}',

  newPasswordTitle: 'Choisissez un nouveau mot de passe',
  passwordLabel: 'Nouveau mot de passe',
  repeatLabel: 'Répétez le nouveau mot de passe',
  changePassword: 'Changer le mot de passe',
  changingPassword: 'Changement en cours…',
  passwordAdvice:
    'Plusieurs mots sans rapport entre eux font un mot de passe long et facile à retenir. Choisissez-en un que vous n’utilisez nulle part ailleurs.',
  show: 'Afficher',
  hide: 'Masquer',
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  passwordIsShown: 'Votre mot de passe est visible',
  passwordIsHidden: 'Votre mot de passe est masqué',

  rulesTitle: 'Votre mot de passe doit comporter',
  lengthAtLeast: '{least, plural, one {au moins # caractère} other {au moins # caractères}}',
  containsAtLeast: 'au moins {least} de ces {total} types de caractères\u00a0:',
  lowerCase: 'une lettre minuscule',
  upperCase: 'une lettre majuscule',
  numbers: 'un chiffre',
  specialCharacters: 'un caractère spécial, comme\u00a0! ou %',
  identicalChars:
    '{most, plural, one {jamais deux fois de suite le même caractère} other {pas plus de # caractères identiques de suite}}',
  ruleMet: 'rempli',
  ruleUnmet: 'pas encore rempli',
  rulesMet: '{met, plural, one {# critère rempli sur {total}} other {# critères remplis sur {total}}}',

  varietyPoor: 'Longueur et variété\u00a0: faibles',
  varietyFair: 'Longueur et variété\u00a0: moyennes',
  varietyGood: 'Longueur et variété\u00a0: bonnes',
  varietyVeryGood: 'Longueur et variété\u00a0: très bonnes',

  notChangedYet: 'Votre mot de passe n’est pas encore changé',
  passwordEmpty: 'Saisissez un nouveau mot de passe.',
  passwordsDiffer: 'Les deux mots de passe sont différents. Saisissez deux fois le même.',
  passwordTooWeak: 'Ce mot de passe ne remplit pas tous les critères indiqués ci-dessous.',
  passwordTooCommon:
    'Ce mot de passe est trop facile à deviner\u00a0: il fait partie de ceux que les pirates essaient en premier. Choisissez-en un autre.',
  passwordPersonal:
    'Ce mot de passe contient votre nom, votre adresse e-mail ou une information semblable. Choisissez-en un que personne ne peut deviner à partir de ce qu’on sait de vous.',
  passwordUsedBefore: 'Vous avez déjà utilisé ce mot de passe. Choisissez-en un nouveau.',
  passwordInvalid:
    'Ce mot de passe ne peut pas être utilisé\u00a0: il est trop long ou contient un caractère non autorisé.',
  passwordNoLongerKept: 'Le mot de passe saisi n’est plus conservé. Veuillez le saisir à nouveau.',

  notNowTitle: 'Votre mot de passe n’a pas pu être changé pour le moment',
  legacyUnavailable: 'Le système qui gère votre compte ne répond pas pour le moment. Rien n’a été modifié.',
  serverBusy: 'Ce service est très sollicité en ce moment. Rien n’a été modifié.',
  scriptFault:
    'Un problème est survenu de notre côté\u00a0; votre mot de passe n’est pas en cause. Rien n’a été modifié. Si cela se reproduit, contactez l’assistance.',
  passwordIsKept:
    'Votre nouveau mot de passe est conservé, chiffré, pendant 15 minutes. Vous n’avez pas besoin de le saisir à nouveau.',
  tryAgain: 'Réessayer',
  chooseAnother: 'Choisir un autre mot de passe',

  changedTitle: 'Votre mot de passe est changé',
  changedLogins:
    'Les applications où votre session est ouverte peuvent vous demander de vous reconnecter, certaines seulement au bout d’un moment.',
  changedClose: 'Vous pouvez fermer cette page et vous connecter avec votre nouveau mot de passe.',

  verifyTitle: 'Confirmez votre adresse e-mail',
  verifyExplanation: 'Veuillez confirmer que cette adresse e-mail est bien la vôtre.',
  verifyNotYou: 'Si ce compte n’est pas le vôtre, fermez simplement cette page.',
  verifyEmail: 'Confirmer l’adresse e-mail',
  verifyingEmail: 'Confirmation en cours…',
  verifiedTitle: 'Votre adresse e-mail est confirmée',
  verifiedClose: 'Vous pouvez fermer cette page.',

  goneTitle: 'Ce lien ne fonctionne plus',
  gonePasswordChange:
    'Il a peut-être expiré ou déjà servi. Si vous venez de choisir un nouveau mot de passe grâce à lui, connectez-vous avec celui-ci.',
  gonePasswordChangeNext: 'Sinon, allez sur la page de connexion et demandez-y un nouveau lien.',
  goneEmailVerification:
    'Il a peut-être expiré ou déjà servi. Si vous venez de confirmer votre adresse e-mail, vous n’avez plus rien à faire.',
  goneEmailVerificationNext:
    'Sinon, demandez un nouvel e-mail dans l’application qui vous a envoyé celui-ci.',
  notFoundTitle: 'Il n’y a pas de page ici',
  notFound: 'Vérifiez que vous avez ouvert le lien complet de l’e-mail.',
  misreadTitle: 'Ce formulaire n’a pas pu être lu',
  misread:
    'Rien n’a été modifié. Ouvrez à nouveau le lien de l’e-mail et envoyez le formulaire depuis cette page.',
  failedTitle: 'Un problème est survenu',
  failed: 'L’erreur vient de notre côté. Veuillez rouvrir le lien de l’e-mail dans quelques minutes.',
};
