import type { JoinWords } from "./words.ts";

export const pt: JoinWords = {
  email: {
    reasonOnce: "Você está recebendo este e-mail porque este endereço foi inscrito em “{list}” de {name}.",
  },
  mails: {
    confirm: {
      title: "Confirme, por favor",
      subject: "Confirme sua inscrição em {name}",
      asked: "Alguém, esperamos que você, nos pediu para enviar uma newsletter a este endereço.",
      button: "Sim, quero receber",
      until: "O link funciona por três dias.",
      disregard: "Se não foi você, ignore este e-mail: nada mudou.",
      never: "Nunca mais escrever para mim",
    },
  },
  pages: {
    archive: { title: "Todas as edições", feed: "Feed" },
    subscribe: {
      title: "Receba {newsletter}",
      explanation: "Chega por e-mail, e você pode cancelar a inscrição quando quiser.",
      email: "Endereço de e-mail",
      name: "Nome",
      optional: "opcional",
      lists: "O que você gostaria de receber?",
      agreement:
        "Primeiro enviaremos um e-mail a este endereço. Para entrar na lista, abra o link que ele contém e pressione o botão.",
      button: "Inscrever-me",
      trap: "Deixe este campo vazio",
      wrongEmail: "Não podemos enviar e-mail a esse endereço. Verifique-o, por favor.",
      wrongName: "Escreva um nome de no máximo 60 caracteres, sem links.",
      wrongList: "Marque pelo menos uma opção, por favor.",
      again: "Verifique o que você escreveu, por favor, e pressione o botão de novo.",
      unsent: "Não conseguimos enviar o e-mail. Pressione o botão de novo daqui a um minuto, por favor.",
      tomorrow: "Hoje não podemos enviar mais e-mails. Tente de novo amanhã, por favor.",
    },
    checkInbox: {
      title: "Veja sua caixa de entrada",
      explanation:
        "Se este endereço pode receber {newsletter}, um e-mail já está a caminho. Abra o link que ele contém e pressione o botão.",
      daily:
        "Nada depois de dez minutos? Procure na pasta de spam. Enviamos a cada endereço no máximo um e-mail desses por dia.",
      entered: "Você digitou {address}.",
      meant: "Você quis dizer {address}?",
      correct: "Está errado? Corrija aqui.",
      button: "Usar este endereço",
    },
    confirm: {
      title: "Um último passo",
      question: "{newsletter} pode enviar isto a você a partir de agora?",
      button: "Sim, quero receber",
      close: "Se você não pediu isto, feche esta página. Nada mudou.",
    },
    confirmed: {
      title: "Você está na lista",
      explanation: "A partir de agora você receberá:",
      all: "Leia as edições já publicadas",
    },
    stale: {
      title: "Este link não funciona mais",
      explanation:
        "Não há mais nada para confirmar com ele. Se você quiser receber {newsletter}, inscreva-se de novo.",
      subscribe: "Inscreva-se",
    },
    comeBack: {
      title: "Quer voltar?",
      explanation: "Você nos pediu para parar. Pressione o botão se quiser receber isto de novo:",
      button: "Sim, quero receber de novo",
    },
    never: {
      title: "Nunca mais escrever para você?",
      explanation:
        "Então nada de {newsletter} chegará ao seu endereço, seja o que for que alguém escreva em nosso formulário. Nada mudou ainda.",
      button: "Nunca mais escrever para mim",
    },
    neverAgain: {
      title: "Não voltaremos a escrever",
      explanation:
        "Nada mais de {newsletter} chegará ao seu endereço. Se você mudar de ideia, escreva para {contact}.",
    },
    unfinished: {
      title: "Não funcionou",
      explanation:
        "O erro é nosso. Volte e pressione o botão de novo daqui a um minuto; pressionar duas vezes não causa nenhum problema.",
    },
    undelivered: {
      bounced:
        "Não enviamos mais ao seu endereço, porque nossos e-mails voltaram. Se ele funcionar de novo, escreva para {contact}.",
      complained:
        "Não enviamos mais ao seu endereço, porque um de nossos e-mails foi denunciado nele como spam. Se foi um engano, escreva para {contact}.",
      manual:
        "Não enviamos ao seu endereço, porque alguém nos pediu que não o fizéssemos. Se você quiser receber {newsletter} de novo, escreva para {contact}.",
    },
    notFound: {
      title: "Página não encontrada",
      explanation:
        "Não há página neste endereço. Se o link veio de um e-mail, talvez uma parte dele tenha se perdido: abra-o no próprio e-mail.",
    },
    notAllowed: { title: "Isto não funciona aqui", explanation: "Volte e use o botão da página." },
    tooLarge: { title: "Grande demais", explanation: "Você enviou mais do que esta página aceita." },
  },
};
