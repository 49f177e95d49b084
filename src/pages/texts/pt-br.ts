import type { Texts } from './texts.ts';

/** Brazilian Portuguese, with “você”. */
export const ptBr: Texts = {
  contactSupport: 'Falar com o suporte',
  errorTitle: 'Erro: {title}',
  accountAt: 'Conta em {application}',
  continueTo: 'Continuar para {application}',
  retryIn:
    '{minutes, plural, =0 {Tente novamente em instantes.} one {Tente novamente em cerca de um minuto.} other {Tente novamente em cerca de # minutos.}}',

  newPasswordTitle: 'Escolha uma nova senha',
  passwordLabel: 'Nova senha',
  repeatLabel: 'Repita a nova senha',
  changePassword: 'Alterar senha',
  changingPassword: 'Alterando a senha…',
  passwordAdvice:
    'Várias palavras sem relação entre si formam uma senha longa e fácil de lembrar. Use uma senha que você não usa em nenhum outro lugar.',
  show: 'Mostrar',
  hide: 'Ocultar',
  showPassword: 'Mostrar senha',
  hidePassword: 'Ocultar senha',
  passwordIsShown: 'Sua senha está visível',
  passwordIsHidden: 'Sua senha está oculta',

  rulesTitle: 'Sua senha precisa ter',
  lengthAtLeast: '{least, plural, one {pelo menos # caractere} other {pelo menos # caracteres}}',
  containsAtLeast: 'pelo menos {least} destes {total} tipos de caractere:',
  lowerCase: 'uma letra minúscula',
  upperCase: 'uma letra maiúscula',
  numbers: 'um número',
  specialCharacters: 'um caractere especial, como ! ou %',
  identicalChars:
    '{most, plural, one {nenhum caractere repetido em seguida} other {no máximo # caracteres iguais em seguida}}',
  ruleMet: 'atendido',
  ruleUnmet: 'ainda não atendido',
  rulesMet: '{met, plural, one {# requisito atendido de {total}} other {# requisitos atendidos de {total}}}',

  varietyPoor: 'Comprimento e variedade: baixos',
  varietyFair: 'Comprimento e variedade: razoáveis',
  varietyGood: 'Comprimento e variedade: bons',
  varietyVeryGood: 'Comprimento e variedade: muito bons',

  notChangedYet: 'Sua senha ainda não foi alterada',
  passwordEmpty: 'Digite uma nova senha.',
  passwordsDiffer: 'As duas senhas não são iguais. Digite a mesma senha duas vezes.',
  passwordTooWeak: 'Esta senha não atende a todos os requisitos indicados abaixo.',
  passwordTooCommon:
    'Esta senha é fácil demais de adivinhar: está entre as primeiras que os invasores tentam. Escolha outra.',
  passwordPersonal:
    'Esta senha contém seu nome, seu e-mail ou algo parecido. Escolha uma que ninguém consiga adivinhar pelo que sabe sobre você.',
  passwordUsedBefore: 'Você já usou esta senha antes. Escolha uma nova.',
  passwordInvalid: 'Esta senha não pode ser usada: é longa demais ou contém um caractere não permitido.',
  passwordNoLongerKept: 'A senha que você digitou não está mais guardada. Digite-a novamente.',

  notNowTitle: 'Não foi possível alterar sua senha agora',
  legacyUnavailable: 'O sistema que guarda sua conta não está respondendo no momento. Nada foi alterado.',
  serverBusy: 'Este serviço está muito ocupado no momento. Nada foi alterado.',
  scriptFault:
    'Algo deu errado do nosso lado; o problema não é a sua senha. Nada foi alterado. Se acontecer de novo, fale com o suporte.',
  passwordIsKept:
    'Sua nova senha fica guardada, criptografada, por 15 minutos. Você não precisa digitá-la de novo.',
  tryAgain: 'Tentar novamente',
  chooseAnother: 'Escolher outra senha',

  changedTitle: 'Sua senha foi alterada',
  changedLogins:
    'Os aplicativos em que sua sessão está aberta podem pedir que você entre de novo, alguns só depois de algum tempo.',
  changedClose: 'Você pode fechar esta página e entrar com a nova senha.',

  verifyTitle: 'Confirme seu e-mail',
  verifyExplanation: 'Confirme que este endereço de e-mail é seu.',
  verifyNotYou: 'Se esta conta não é sua, basta fechar esta página.',
  verifyEmail: 'Confirmar e-mail',
  verifyingEmail: 'Confirmando…',
  verifiedTitle: 'Seu e-mail está confirmado',
  verifiedClose: 'Você pode fechar esta página.',

  goneTitle: 'Este link não funciona mais',
  gonePasswordChange:
    'Ele pode ter expirado ou já ter sido usado. Se você acabou de escolher uma nova senha com ele, entre com essa senha.',
  gonePasswordChangeNext: 'Caso contrário, vá à página de login e peça um novo link.',
  goneEmailVerification:
    'Ele pode ter expirado ou já ter sido usado. Se você acabou de confirmar seu e-mail, não precisa fazer mais nada.',
  goneEmailVerificationNext: 'Caso contrário, peça um novo e-mail no aplicativo que enviou este.',
  notFoundTitle: 'Não há nenhuma página aqui',
  notFound: 'Verifique se você abriu o link completo do e-mail.',
  misreadTitle: 'Não foi possível ler o formulário',
  misread: 'Nada foi alterado. Abra novamente o link do e-mail e envie o formulário por lá.',
  failedTitle: 'Algo deu errado',
  failed: 'O erro é nosso. Abra novamente o link do e-mail daqui a alguns minutos.',
};
