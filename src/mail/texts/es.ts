import type { MailTexts } from './mail-texts.ts';

/** Spanish, with “usted”, understood on both sides of the Atlantic. */
export const es: MailTexts = {
  letters: {
    'password-change': {
      subject: 'Elija una nueva contraseña para {brand}',
      preview: 'El enlace de este correo funciona una sola vez, durante {duration}.',
      heading: 'Elija una nueva contraseña',
      request:
        'Hemos recibido una solicitud de nueva contraseña para su cuenta {email} en {brand}. Si la hizo usted, elíjala aquí:',
      button: 'Elegir una nueva contraseña',
      notYou: 'Si no fue usted, no tiene que hacer nada: sin el enlace, su contraseña no cambia.',
    },
    'email-verification': {
      subject: 'Confirme su dirección de correo para {brand}',
      preview: 'Confirme, por favor, que esta dirección es suya.',
      heading: 'Confirme su dirección de correo',
      request:
        'Confirme, por favor, que {email} es su dirección. Así {brand} podrá comunicarse con usted cuando haga falta, por ejemplo, si olvida su contraseña.',
      button: 'Confirmar mi dirección',
      notYou:
        'Si no tiene una cuenta en {brand}, es probable que alguien se haya equivocado de dirección. Puede ignorar este correo.',
    },
    'password-changed': {
      subject: 'Se ha cambiado su contraseña de {brand}',
      preview: '¿No fue usted? Póngase en contacto con nosotros cuanto antes.',
      heading: 'Se ha cambiado su contraseña',
      event:
        'La contraseña de su cuenta {email} en {brand} se cambió el {at}. Es posible que las aplicaciones en las que tiene la sesión abierta le pidan iniciarla de nuevo con la nueva contraseña, algunas solo al cabo de un tiempo.',
      wasYou: 'Si fue usted, no tiene que hacer nada más.',
      notYou:
        'Si no fue usted, es posible que otra persona tenga acceso a su cuenta. Póngase en contacto cuanto antes con el equipo de asistencia de {brand}.',
    },
    'email-changed': {
      subject: 'Se ha cambiado el correo de su cuenta de {brand}',
      preview: '¿No fue usted? Póngase en contacto con nosotros cuanto antes.',
      heading: 'Se ha cambiado su dirección de correo',
      event:
        'La dirección de correo de su cuenta de {brand} se cambió el {at}. La dirección {email} ya no pertenece a esa cuenta.',
      wasYou:
        'Si fue usted, no tiene que hacer nada más. A partir de ahora, los correos sobre esa cuenta se enviarán a la nueva dirección.',
      notYou:
        'Si no fue usted, es posible que otra persona tenga acceso a su cuenta. Póngase en contacto cuanto antes con el equipo de asistencia de {brand}.',
    },
  },
  linkLifetime: 'El enlace funciona una sola vez y es válido durante {duration}, hasta el {until}.',
  linkInFull: 'Si el botón no funciona, copie esta dirección en su navegador:',
  questions: '¿Tiene alguna pregunta? Puede comunicarse con nosotros aquí:',
  imprint: '{brand} envió este correo automáticamente a {email}.',
};
