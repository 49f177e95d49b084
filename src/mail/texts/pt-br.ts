import type { MailTexts } from './mail-texts.ts';

/** Brazilian Portuguese, with “você”. */
export const ptBr: MailTexts = {
  letters: {
    'password-change': {
      subject: 'Escolha uma nova senha para {brand}',
      preview: 'O link deste e-mail funciona uma única vez, por {duration}.',
      heading: 'Escolha uma nova senha',
      request:
        'Recebemos um pedido de nova senha para a sua conta {email} em {brand}. Se foi você, escolha a senha aqui:',
      button: 'Escolher uma nova senha',
      notYou: 'Se não foi você, não é preciso fazer nada: sem o link, a sua senha continua a mesma.',
    },
    'email-verification': {
      subject: 'Confirme seu e-mail para {brand}',
      preview: 'Confirme que este endereço é seu.',
      heading: 'Confirme seu e-mail',
      request:
        'Confirme que {email} é o seu endereço. Assim, {brand} poderá falar com você quando for importante, por exemplo, se você esquecer a senha.',
      button: 'Confirmar meu e-mail',
      notYou:
        'Se você não tem uma conta em {brand}, alguém provavelmente digitou o endereço errado. Você pode ignorar este e-mail.',
    },
    'password-changed': {
      subject: 'Sua senha de {brand} foi alterada',
      preview: 'Não foi você? Fale conosco imediatamente.',
      heading: 'Sua senha foi alterada',
      event:
        'A senha da sua conta {email} em {brand} foi alterada em {at}. Os aplicativos em que sua sessão está aberta podem pedir que você entre de novo com a nova senha, alguns só depois de algum tempo.',
      wasYou: 'Se foi você, não é preciso fazer mais nada.',
      notYou:
        'Se não foi você, outra pessoa pode ter acesso à sua conta. Fale imediatamente com o suporte de {brand}.',
    },
    'email-changed': {
      subject: 'O e-mail da sua conta {brand} foi alterado',
      preview: 'Não foi você? Fale conosco imediatamente.',
      heading: 'Seu e-mail foi alterado',
      event:
        'O e-mail da sua conta {brand} foi alterado em {at}. O endereço {email} não pertence mais a essa conta.',
      wasYou:
        'Se foi você, não é preciso fazer mais nada. A partir de agora, as mensagens sobre essa conta vão para o novo endereço.',
      notYou:
        'Se não foi você, outra pessoa pode ter acesso à sua conta. Fale imediatamente com o suporte de {brand}.',
    },
  },
  linkLifetime: 'O link funciona uma única vez e vale por {duration}, até {until}.',
  linkInFull: 'Se o botão não funcionar, copie este endereço no seu navegador:',
  questions: 'Alguma dúvida? Fale conosco:',
  imprint: '{brand} enviou este e-mail automaticamente para {email}.',
};
