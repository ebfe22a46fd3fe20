import { pt as join } from "./join-pt.ts";
import type { Words } from "./words.ts";

export const pt: Words = {
  email: {
    ...join.email,
    number: "N.º {number}",
    part: "Parte {part}",
    by: "Por {names}",
    minutes: { other: "{minutes} min de leitura" },
    updated: "Atualizado em {date}",
    viewOnline: "Ver on-line",
    guest: "Conversamos com",
    author: "Escrito por",
    previous: "Anterior nesta série: {title}",
    next: "Próxima nesta série: {title}",
    related: "Leia também",
    tags: "Temas: {tags}",
    sponsored: "Patrocinado por {name}",
    notes: "Notas",
    credit: "Imagem: {credit}",
    done: "feito",
    open: "pendente",
    image: "Imagem",
    question: "P",
    answer: "R",
    callouts: {
      note: "Nota",
      tip: "Dica",
      important: "Importante",
      warning: "Aviso",
      caution: "Cuidado",
    },
    contents: "Nesta carta",
    share: "Compartilhe esta carta",
    copy: "Link para esta carta",
    watch: "Ver no {site}",
    forward: ["Encaminhe esta carta", "a alguém que possa gostar dela."],
    subscribe: ["Inscreva-se", "se alguém a encaminhou a você."],
    reply: ["Responda", "e conte o que achou. Uma pessoa lê cada resposta."],
    reason: "Você está recebendo este e-mail porque se inscreveu em “{list}” de {name}.",
    asked:
      "Você está recebendo este e-mail uma única vez, porque este endereço foi inscrito em “{list}” de {name}. Sem confirmação, não voltaremos a escrever.",
    moved:
      "Você está recebendo este e-mail uma única vez, porque este era o seu endereço para “{list}” de {name}.",
    unsubscribe: "Cancelar a inscrição",
    preferences: "Escolher o que receber",
  },
  mails: {
    confirm: {
      ...join.mails.confirm,
      preview: "Confirme, e a próxima edição é sua. Se não fizer nada, não voltaremos a escrever.",
      ignore: "Se não foi você, ignore este e-mail. Sem a sua confirmação, não voltaremos a escrever.",
    },
    welcome: {
      title: "Boas-vindas",
      subject: "Boas-vindas a {name}",
      preview:
        "Você está na lista. A próxima edição chegará aqui, e você pode cancelar a inscrição quando quiser.",
      body: `Obrigado. Você está na lista, e enviaremos a próxima edição a este endereço.

Você pode [escolher o que recebe]({{ urls.preferences }}) quando quiser, ou cancelar a inscrição com o link abaixo.`,
    },
    change: {
      title: "Este é o seu novo endereço?",
      subject: "Confirme seu novo endereço para {name}",
      preview:
        "Confirme, e suas edições chegarão aqui. Se não fizer nada, elas chegarão aonde chegavam antes.",
      asked:
        "Alguém que nos lê, esperamos que você, pediu para receber suas edições neste endereço a partir de agora.",
      button: "Sim, quero receber aqui",
      ignore: "Se não foi você, ignore este e-mail. Sem a sua confirmação, não voltaremos a escrever.",
    },
    changed: {
      title: "Suas edições agora chegam a outro endereço",
      subject: "Seu endereço para {name} foi mudado",
      preview: "A partir de agora enviamos suas edições ao endereço confirmado, e nenhuma a este.",
      asked:
        "Alguém com um link de um dos seus e-mails mudou o endereço e o confirmou a partir do novo. Se foi você, não precisa fazer nada.",
      button: "Não fui eu: quero receber aqui de novo",
      ignore: "O botão funciona por trinta dias.",
    },
  },
  pages: {
    ...join.pages,
    subscribe: {
      ...join.pages.subscribe,
      agreementSingle:
        "Ao pressionar o botão, você concorda em receber {newsletter} por e-mail até cancelar a inscrição.",
    },
    checkInbox: {
      ...join.pages.checkInbox,
      nothing:
        "Nada depois de dez minutos? Procure na pasta de spam. Enviamos a cada endereço no máximo um e-mail desses por dia, e nenhum se ele já está na lista.",
    },
    confirm: {
      ...join.pages.confirm,
      unnamed: "Podemos enviar {newsletter} a você a partir de agora?",
      notYou: "Se você não pediu isto, feche esta página. Nada mudou, e não voltaremos a escrever.",
    },
    confirmed: {
      ...join.pages.confirmed,
      preferences: "Escolha o que você recebe",
      latest: "Enquanto a próxima não chega, aqui está a edição mais recente:",
    },
    undelivered: {
      ...join.pages.undelivered,
      resting: "Nossos últimos e-mails ao seu endereço voltaram. Tentaremos de novo depois de {date}.",
    },
    ownLink: {
      title: "Use o link do seu próprio e-mail",
      explanation:
        "Os links no fim de cada e-mail de {newsletter} são feitos para uma só pessoa. Abra-os em um e-mail que foi enviado a você.",
    },
    broken: {
      title: "Algo deu errado",
      explanation: "O erro é nosso, e nada mudou. Tente de novo daqui a um minuto, por favor.",
    },
    archive: {
      ...join.pages.archive,
      subscribe: "Inscreva-se",
      empty: "Nada foi publicado ainda. A primeira edição aparecerá aqui.",
      newer: "Edições mais recentes",
      older: "Edições anteriores",
      pages: "Páginas",
      corrected: "Corrigido em {date}, depois do envio.",
      sections: "Seções",
      everything: "Tudo",
    },
    issue: {
      top: "Receba {newsletter} por e-mail",
      end: "Receba a próxima edição por e-mail",
      previous: "Edição anterior",
      next: "Próxima edição",
      neighbours: "Edição anterior e próxima edição",
      share: "Compartilhar",
      mail: "E-mail",
      tags: "Temas",
    },
    search: {
      title: "Busca",
      label: "Busque em todas as edições",
      button: "Buscar",
      none: "Nenhuma edição tem todas estas palavras: {words}",
      some: {
        one: "{count} edição tem todas estas palavras: {words}",
        other: "{count} edições têm todas estas palavras: {words}",
      },
    },
    unsubscribe: {
      title: "Cancelar a inscrição",
      question: "Deixar de receber {list}?",
      explanation: "Pressione o botão para confirmar. Nada mudou ainda.",
      button: "Cancelar a inscrição",
      allExplanation: "Ou deixe de receber qualquer e-mail de {newsletter}.",
      allButton: "Cancelar tudo",
      less: "Que tal receber menos?",
      pause: "Faça uma pausa e não receba nada por um tempo.",
      pauseLabel: "Por quanto tempo",
      pauseButton: "Fazer uma pausa",
      fewer: "Receber menos e-mails: escolha suas listas",
    },
    unsubscribed: {
      title: "Inscrição cancelada",
      one: "Você não receberá mais {list}.",
      all: "Você não receberá mais nenhum e-mail de {newsletter}.",
      preferences: "Mudou de ideia? Escolha o que você recebe",
    },
    preferences: {
      title: "Escolha o que você recebe",
      explanation: "Mude o que quiser e depois salve. Você pode mudar de novo quando quiser.",
      legend: "Listas",
      about: "Sobre você",
      firstName: "Nome",
      lastName: "Sobrenome",
      zone: "Fuso horário",
      zoneUnset: "O mesmo da newsletter ({zone})",
      language: "Idioma",
      pause: "Fazer uma pausa",
      pauseNone: "Sem pausa",
      pauseDays: { "14": "Por duas semanas", "30": "Por um mês", "90": "Por três meses" },
      pauseKeep: "Até {date} (como agora)",
      pauseEnd: "Terminar a pausa agora",
      button: "Salvar",
      allExplanation: "Ou deixe de receber qualquer e-mail de {newsletter}.",
      allButton: "Cancelar tudo",
      address: "Outro endereço",
      addressExplanation:
        "Para onde devemos enviar suas edições a partir de agora? Enviamos um e-mail para lá. Nada muda até você pressionar o botão que ele contém.",
      newAddress: "Novo endereço de e-mail",
      addressButton: "Mudar o endereço",
    },
    change: {
      title: "Um último passo",
      question: "Tudo o que você recebe de {newsletter} deve chegar a {address} a partir de agora?",
      button: "Sim, quero receber aqui",
      close: "Se você não pediu isto, feche esta página. Nada mudou.",
      wait: "Se pudermos escrever para esse endereço, um e-mail já está a caminho. Abra o link que ele contém e pressione o botão. Até lá, suas edições continuam chegando aonde chegavam antes.",
    },
    changed: {
      title: "O endereço foi mudado",
      explanation: "A partir de agora você receberá aqui:",
      nothing: "No momento você não está em nenhuma lista, então ainda não chegará nada.",
    },
    saved: {
      title: "Salvo",
      explanation: "A partir de agora você receberá:",
      nothing: "Você não receberá mais nada de {newsletter}.",
      paused: "Você não receberá nada antes de {date}.",
      back: "Mudar de novo",
    },
  },
};
