import type { Texts } from './texts.ts';

/** Spanish, with “usted”, understood on both sides of the Atlantic. */
export const es: Texts = {
  contactSupport: 'Contactar con soporte',
  errorTitle: 'Error: {title}',
  accountAt: 'Cuenta de {application}',
  continueTo: 'Continuar a {application}',
  retryIn:
    '{minutes, plural, =0 {Vuelva a intentarlo en un momento.} one {Vuelva a intentarlo dentro de un minuto aproximadamente.} other {Vuelva a intentarlo dentro de unos # minutos.}}',

  newPasswordTitle: 'Elija una contraseña nueva',
  passwordLabel: 'Contraseña nueva',
  repeatLabel: 'Repita la contraseña nueva',
  changePassword: 'Cambiar la contraseña',
  changingPassword: 'Cambiando la contraseña…',
  passwordAdvice:
    'Varias palabras sin relación entre sí forman una contraseña larga y fácil de recordar. Elija una que no use en ningún otro sitio.',
  show: 'Mostrar',
  hide: 'Ocultar',
  showPassword: 'Mostrar la contraseña',
  hidePassword: 'Ocultar la contraseña',
  passwordIsShown: 'Su contraseña está visible',
  passwordIsHidden: 'Su contraseña está oculta',

  rulesTitle: 'Su contraseña debe tener',
  lengthAtLeast: '{least, plural, one {al menos # carácter} other {al menos # caracteres}}',
  containsAtLeast: 'al menos {least} de estos {total} tipos de caracteres:',
  lowerCase: 'una letra minúscula',
  upperCase: 'una letra mayúscula',
  numbers: 'un número',
  specialCharacters: 'un carácter especial, como ! o %',
  identicalChars:
    '{most, plural, one {ningún carácter repetido seguido} other {no más de # caracteres iguales seguidos}}',
  ruleMet: 'cumplido',
  ruleUnmet: 'aún no cumplido',
  rulesMet: '{met, plural, one {# requisito cumplido de {total}} other {# requisitos cumplidos de {total}}}',

  varietyPoor: 'Longitud y variedad: bajas',
  varietyFair: 'Longitud y variedad: aceptables',
  varietyGood: 'Longitud y variedad: buenas',
  varietyVeryGood: 'Longitud y variedad: muy buenas',

  notChangedYet: 'Su contraseña aún no ha cambiado',
  passwordEmpty: 'Escriba una contraseña nueva.',
  passwordsDiffer: 'Las dos contraseñas no coinciden. Escriba la misma dos veces.',
  passwordTooWeak: 'Esta contraseña no cumple todos los requisitos que se indican abajo.',
  passwordTooCommon:
    'Esta contraseña es demasiado fácil de adivinar: es una de las primeras que prueban los atacantes. Elija otra.',
  passwordPersonal:
    'Esta contraseña contiene su nombre, su correo electrónico o algo parecido. Elija una que nadie pueda adivinar con lo que sabe de usted.',
  passwordUsedBefore: 'Ya ha usado esta contraseña antes. Elija una nueva.',
  passwordInvalid:
    'Esta contraseña no se puede usar: es demasiado larga o contiene un carácter no permitido.',
  passwordNoLongerKept: 'La contraseña que escribió ya no está guardada. Escríbala de nuevo.',

  notNowTitle: 'No se ha podido cambiar su contraseña en este momento',
  legacyUnavailable: 'El sistema que gestiona su cuenta no responde en este momento. No se ha cambiado nada.',
  serverBusy: 'Este servicio está muy ocupado en este momento. No se ha cambiado nada.',
  scriptFault:
    'Algo ha fallado por nuestra parte; su contraseña no es el problema. No se ha cambiado nada. Si vuelve a ocurrir, póngase en contacto con soporte.',
  passwordIsKept:
    'Su contraseña nueva se guarda cifrada durante 15 minutos. No hace falta que la escriba otra vez.',
  tryAgain: 'Volver a intentarlo',
  chooseAnother: 'Elegir otra contraseña',

  changedTitle: 'Su contraseña ha cambiado',
  changedLogins:
    'Es posible que las aplicaciones en las que tiene la sesión abierta le pidan iniciarla de nuevo, algunas solo al cabo de un tiempo.',
  changedClose: 'Puede cerrar esta página e iniciar sesión con su contraseña nueva.',

  verifyTitle: 'Confirme su correo electrónico',
  verifyExplanation: 'Confirme que esta dirección de correo es suya.',
  verifyNotYou: 'Si esta no es su cuenta, simplemente cierre esta página.',
  verifyEmail: 'Confirmar el correo electrónico',
  verifyingEmail: 'Confirmando…',
  verifiedTitle: 'Su correo electrónico está confirmado',
  verifiedClose: 'Puede cerrar esta página.',

  goneTitle: 'Este enlace ya no funciona',
  gonePasswordChange:
    'Puede que haya caducado o que ya se haya usado. Si acaba de elegir una contraseña nueva con él, inicie sesión con ella.',
  gonePasswordChangeNext: 'Si no es así, vaya a la página de inicio de sesión y pida allí un enlace nuevo.',
  goneEmailVerification:
    'Puede que haya caducado o que ya se haya usado. Si acaba de confirmar su correo electrónico, no tiene que hacer nada más.',
  goneEmailVerificationNext: 'Si no es así, pida un correo nuevo en la aplicación que le envió este.',
  notFoundTitle: 'Aquí no hay ninguna página',
  notFound: 'Compruebe que ha abierto el enlace completo del correo.',
  misreadTitle: 'No se ha podido leer el formulario',
  misread: 'No se ha cambiado nada. Abra de nuevo el enlace del correo y envíe el formulario desde allí.',
  failedTitle: 'Algo ha fallado',
  failed: 'El error es nuestro. Vuelva a abrir el enlace del correo dentro de unos minutos.',
};
