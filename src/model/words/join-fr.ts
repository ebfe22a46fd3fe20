import type { JoinWords } from "./words.ts";

export const fr: JoinWords = {
  email: {
    reasonOnce: "Vous recevez ce message parce que cette adresse a été inscrite à « {list} » de {name}.",
  },
  mails: {
    confirm: {
      title: "Merci de confirmer",
      subject: "Confirmez votre inscription à {name}",
      asked: "Quelqu’un, vous sans doute, nous a demandé d’envoyer une lettre d’information à cette adresse.",
      button: "Oui, je veux la recevoir",
      until: "Le lien est valable trois jours.",
      disregard: "Si ce n’était pas vous, ignorez ce message : rien n’a changé.",
      never: "Ne plus jamais m’écrire",
    },
  },
  pages: {
    archive: { title: "Tous les numéros", feed: "Flux" },
    subscribe: {
      title: "Recevoir {newsletter}",
      explanation: "La lettre arrive par e-mail, et vous pouvez vous désinscrire à tout moment.",
      email: "Adresse e-mail",
      name: "Prénom",
      optional: "facultatif",
      lists: "Que souhaitez-vous recevoir ?",
      agreement:
        "Nous enverrons d’abord un e-mail à cette adresse. Pour vous inscrire, ouvrez le lien qu’il contient et appuyez sur le bouton.",
      button: "S’inscrire",
      trap: "Laissez ce champ vide",
      wrongEmail: "Nous ne pouvons pas envoyer d’e-mail à cette adresse. Merci de la vérifier.",
      wrongName: "Merci d’indiquer un prénom de 60 caractères au plus, sans lien.",
      wrongList: "Merci de cocher au moins une case.",
      again: "Merci de vérifier votre saisie, puis d’appuyer de nouveau sur le bouton.",
      unsent:
        "Nous n’avons pas pu vous envoyer l’e-mail. Merci d’appuyer de nouveau sur le bouton dans une minute.",
      tomorrow: "Nous ne pouvons plus envoyer d’e-mails aujourd’hui. Merci de réessayer demain.",
    },
    checkInbox: {
      title: "Consultez votre boîte de réception",
      explanation:
        "Si cette adresse peut recevoir {newsletter}, un e-mail est en route. Ouvrez le lien qu’il contient et appuyez sur le bouton.",
      daily:
        "Toujours rien au bout de dix minutes ? Regardez dans le dossier des indésirables. Nous envoyons au plus un e-mail de ce type par jour à une adresse.",
      entered: "Vous avez saisi {address}.",
      meant: "Vouliez-vous dire {address} ?",
      correct: "Elle est erronée ? Corrigez-la ici.",
      button: "Utiliser cette adresse",
    },
    confirm: {
      title: "Une dernière étape",
      question: "{newsletter} peut-elle vous envoyer ceci à partir de maintenant ?",
      button: "Oui, je veux la recevoir",
      close: "Si vous n’avez rien demandé, fermez cette page. Rien n’a changé.",
    },
    confirmed: {
      title: "Votre inscription est confirmée",
      explanation: "À partir de maintenant, vous recevrez :",
      all: "Lire les numéros déjà parus",
    },
    stale: {
      title: "Ce lien n’est plus valable",
      explanation:
        "Il ne reste rien à confirmer avec lui. Si vous souhaitez recevoir {newsletter}, inscrivez-vous de nouveau.",
      subscribe: "S’inscrire",
    },
    comeBack: {
      title: "Envie de revenir ?",
      explanation:
        "Vous nous aviez demandé d’arrêter. Appuyez sur le bouton si vous souhaitez recevoir ceci de nouveau :",
      button: "Oui, je veux la recevoir de nouveau",
    },
    never: {
      title: "Ne plus jamais vous écrire ?",
      explanation:
        "Plus rien de {newsletter} n’arrivera à votre adresse, quoi que l’on saisisse dans notre formulaire. Rien n’a encore changé.",
      button: "Ne plus jamais m’écrire",
    },
    neverAgain: {
      title: "Nous ne vous écrirons plus",
      explanation:
        "Plus rien de {newsletter} n’arrivera à votre adresse. Si vous changez d’avis, écrivez à {contact}.",
    },
    unfinished: {
      title: "Cela n’a pas fonctionné",
      explanation:
        "L’erreur vient de nous. Merci de revenir en arrière et d’appuyer de nouveau sur le bouton dans une minute ; appuyer deux fois ne fait aucun mal.",
    },
    undelivered: {
      bounced:
        "Nous n’envoyons plus rien à votre adresse, parce que nos e-mails nous sont revenus. Si elle fonctionne de nouveau, écrivez à {contact}.",
      complained:
        "Nous n’envoyons plus rien à votre adresse, parce qu’un de nos e-mails y a été signalé comme indésirable. Si c’était une erreur, écrivez à {contact}.",
      manual:
        "Nous n’envoyons rien à votre adresse, parce que quelqu’un nous l’a demandé. Si vous souhaitez recevoir {newsletter} de nouveau, écrivez à {contact}.",
    },
    notFound: {
      title: "Page introuvable",
      explanation:
        "Il n’y a pas de page à cette adresse. Si le lien vient d’un e-mail, il en manque peut-être une partie : ouvrez-le depuis l’e-mail lui-même.",
    },
    notAllowed: {
      title: "Ce n’est pas possible ici",
      explanation: "Revenez en arrière et utilisez le bouton de la page.",
    },
    tooLarge: {
      title: "Trop volumineux",
      explanation: "Vous avez envoyé plus que ce que cette page accepte.",
    },
  },
};
