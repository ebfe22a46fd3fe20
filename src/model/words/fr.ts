import { fr as join } from "./join-fr.ts";
import type { Words } from "./words.ts";

export const fr: Words = {
  email: {
    ...join.email,
    number: "N° {number}",
    part: "Partie {part}",
    by: "Par {names}",
    minutes: { other: "{minutes} min de lecture" },
    updated: "Mis à jour le {date}",
    viewOnline: "Voir en ligne",
    guest: "Rencontre avec",
    author: "Écrit par",
    previous: "Précédemment dans cette série : {title}",
    next: "La suite de cette série : {title}",
    related: "À lire aussi",
    tags: "Thèmes : {tags}",
    sponsored: "Sponsorisé par {name}",
    notes: "Notes",
    credit: "Image : {credit}",
    done: "fait",
    open: "à faire",
    image: "Image",
    question: "Q",
    answer: "R",
    callouts: {
      note: "Remarque",
      tip: "Conseil",
      important: "Important",
      warning: "Avertissement",
      caution: "Attention",
    },
    contents: "Dans cette lettre",
    share: "Partagez cette lettre",
    copy: "Lien vers cette lettre",
    rate: {
      question: "Comment avez-vous trouvé cette lettre ?",
      good: "Bien",
      fair: "Moyen",
      poor: "Pas pour moi",
    },
    watch: "Voir sur {site}",
    forward: ["Transférez cette lettre", "à une personne qu’elle pourrait intéresser."],
    subscribe: ["Inscrivez-vous", "si quelqu’un vous l’a transférée."],
    reply: ["Répondez", "et dites-nous ce que vous en pensez. Chaque réponse est lue par une personne."],
    reason: "Vous recevez ce message parce que vous êtes inscrit(e) à « {list} » de {name}.",
    asked:
      "Vous recevez ce message une seule fois, parce que cette adresse a été inscrite à « {list} » de {name}. Sans confirmation, nous ne vous écrirons plus.",
    moved:
      "Vous recevez ce message une seule fois, parce que c’était votre adresse pour « {list} » de {name}.",
    reasonOne: "Vous recevez ce message parce que vous êtes inscrit(e) à {name}.",
    askedOne:
      "Vous recevez ce message une seule fois, parce que cette adresse a été inscrite à {name}. Sans confirmation, nous ne vous écrirons plus.",
    movedOne: "Vous recevez ce message une seule fois, parce que c’était votre adresse pour {name}.",
    unsubscribe: "Se désinscrire",
    preferences: "Choisir ce que vous recevez",
  },
  mails: {
    confirm: {
      ...join.mails.confirm,
      preview:
        "Confirmez, et le prochain numéro est à vous. Si vous ne faites rien, nous ne vous écrirons plus.",
      ignore:
        "Si ce n’était pas vous, ignorez ce message. Sans votre confirmation, nous ne vous écrirons plus.",
    },
    welcome: {
      title: "Bienvenue",
      subject: "Bienvenue dans {name}",
      preview:
        "Votre inscription est confirmée. Le prochain numéro arrivera ici, et vous pouvez vous désinscrire à tout moment.",
      body: `Merci. Votre inscription est confirmée, et nous enverrons le prochain numéro à cette adresse.

Vous pouvez [choisir ce que vous recevez]({{ urls.preferences }}) à tout moment, ou vous désinscrire avec le lien ci-dessous.`,
    },
    change: {
      title: "Est-ce votre nouvelle adresse ?",
      subject: "Confirmez votre nouvelle adresse pour {name}",
      preview:
        "Confirmez, et vos numéros arriveront ici. Si vous ne faites rien, ils arriveront là où ils arrivaient jusqu’à présent.",
      asked:
        "Une personne qui nous lit, vous sans doute, a demandé à recevoir désormais ses numéros à cette adresse.",
      button: "Oui, envoyez-les ici",
      ignore:
        "Si ce n’était pas vous, ignorez ce message. Sans votre confirmation, nous ne vous écrirons plus.",
    },
    changed: {
      title: "Vos numéros arrivent maintenant à une autre adresse",
      subject: "Votre adresse pour {name} a été changée",
      preview:
        "À partir de maintenant, nous envoyons vos numéros à l’adresse confirmée, et plus aucun à celle-ci.",
      asked:
        "Une personne disposant d’un lien de l’un de vos e-mails a changé l’adresse et l’a confirmée depuis la nouvelle. Si c’était vous, vous n’avez rien à faire.",
      button: "Ce n’était pas moi : envoyez-les de nouveau ici",
      ignore: "Le bouton fonctionne pendant trente jours.",
    },
  },
  pages: {
    ...join.pages,
    subscribe: {
      ...join.pages.subscribe,
      agreementSingle:
        "En appuyant sur le bouton, vous acceptez de recevoir {newsletter} par e-mail jusqu’à votre désinscription.",
    },
    checkInbox: {
      ...join.pages.checkInbox,
      nothing:
        "Toujours rien au bout de dix minutes ? Regardez dans le dossier des indésirables. Nous envoyons au plus un e-mail de ce type par jour à une adresse, et aucun si elle est déjà inscrite.",
    },
    confirm: {
      ...join.pages.confirm,
      unnamed: "Pouvons-nous vous envoyer {newsletter} à partir de maintenant ?",
      notYou:
        "Si vous n’avez rien demandé, fermez cette page. Rien n’a changé, et nous ne vous écrirons plus.",
    },
    confirmed: {
      ...join.pages.confirmed,
      preferences: "Choisir ce que vous recevez",
      latest: "En attendant le prochain, voici le dernier numéro :",
    },
    undelivered: {
      ...join.pages.undelivered,
      resting: "Nos derniers e-mails à votre adresse nous sont revenus. Nous réessaierons après le {date}.",
    },
    ownLink: {
      title: "Utilisez le lien de votre propre e-mail",
      explanation:
        "Les liens à la fin de chaque e-mail de {newsletter} sont faits pour une seule personne. Ouvrez-les depuis un e-mail qui vous a été envoyé.",
    },
    broken: {
      title: "Une erreur est survenue",
      explanation: "L’erreur vient de nous, et rien n’a changé. Merci de réessayer dans une minute.",
    },
    archive: {
      ...join.pages.archive,
      subscribe: "S’inscrire",
      empty: "Rien n’a encore été publié. Le premier numéro apparaîtra ici.",
      newer: "Numéros plus récents",
      older: "Numéros plus anciens",
      pages: "Pages",
      corrected: "Corrigé le {date}, après l’envoi.",
      sections: "Rubriques",
      everything: "Tout",
    },
    issue: {
      top: "Recevez {newsletter} par e-mail",
      end: "Recevez le prochain numéro par e-mail",
      previous: "Numéro précédent",
      next: "Numéro suivant",
      neighbours: "Numéros précédent et suivant",
      share: "Partager",
      mail: "E-mail",
      tags: "Thèmes",
    },
    search: {
      title: "Recherche",
      label: "Rechercher dans tous les numéros",
      button: "Rechercher",
      none: "Aucun numéro ne contient tous ces mots : {words}",
      some: {
        one: "{count} numéro contient tous ces mots : {words}",
        other: "{count} numéros contiennent tous ces mots : {words}",
      },
    },
    rate: {
      title: "Votre réponse",
      answer: "Votre réponse : {answer}",
      explanation: "Appuyez sur le bouton pour l’envoyer. Rien n’est encore compté.",
      button: "Envoyer ma réponse",
      other: "Ou choisissez une autre réponse :",
      thanks: "Merci",
      counted: "Votre réponse est comptée : {answer}",
      change: "Vous avez changé d’avis ? Choisissez une autre réponse :",
      test: "Ce lien vient d’un essai : aucune réponse n’est comptée.",
    },
    notCounted: {
      title: "Non comptée",
      explanation: "Cette réponse ne peut pas être comptée. Elle arrive peut-être trop tard.",
    },
    unsubscribe: {
      title: "Se désinscrire",
      question: "Ne plus recevoir {list} ?",
      explanation: "Appuyez sur le bouton pour confirmer. Rien n’a encore changé.",
      button: "Se désinscrire",
      allExplanation: "Ou ne plus recevoir aucun e-mail de {newsletter}.",
      allButton: "Se désinscrire de tout",
      less: "Et si vous en receviez moins ?",
      pause: "Faites une pause, et ne recevez rien pendant quelque temps.",
      pauseLabel: "Pour combien de temps",
      pauseButton: "Faire une pause",
      fewer: "Recevoir moins d’e-mails : choisissez vos listes",
    },
    unsubscribed: {
      title: "Votre désinscription est faite",
      one: "Vous ne recevrez plus {list}.",
      all: "Vous ne recevrez plus aucun e-mail de {newsletter}.",
      preferences: "Vous avez changé d’avis ? Choisissez ce que vous recevez",
    },
    preferences: {
      title: "Choisissez ce que vous recevez",
      explanation: "Changez ce que vous voulez, puis enregistrez. Vous pourrez y revenir à tout moment.",
      legend: "Listes",
      about: "À propos de vous",
      firstName: "Prénom",
      lastName: "Nom",
      zone: "Fuseau horaire",
      zoneUnset: "Celui de la lettre ({zone})",
      language: "Langue",
      pause: "Faire une pause",
      pauseNone: "Pas de pause",
      pauseDays: { "14": "Pendant deux semaines", "30": "Pendant un mois", "90": "Pendant trois mois" },
      pauseKeep: "Jusqu’au {date} (comme maintenant)",
      pauseEnd: "Terminer la pause maintenant",
      button: "Enregistrer",
      allExplanation: "Ou ne plus recevoir aucun e-mail de {newsletter}.",
      allButton: "Se désinscrire de tout",
      address: "Une autre adresse",
      addressExplanation:
        "Où devons-nous envoyer vos numéros à partir de maintenant ? Nous y envoyons un e-mail. Rien ne change tant que vous n’avez pas appuyé sur le bouton qu’il contient.",
      newAddress: "Nouvelle adresse e-mail",
      addressButton: "Changer d’adresse",
    },
    change: {
      title: "Une dernière étape",
      question: "Voulez-vous que tout ce que vous recevez de {newsletter} arrive désormais à {address} ?",
      button: "Oui, envoyez tout ici",
      close: "Si vous n’avez rien demandé, fermez cette page. Rien n’a changé.",
      wait: "Si nous pouvons écrire à cette adresse, un e-mail est en route. Ouvrez le lien qu’il contient et appuyez sur le bouton. D’ici là, vos numéros arrivent là où ils arrivaient jusqu’à présent.",
    },
    changed: {
      title: "L’adresse est changée",
      explanation: "À partir de maintenant, vous recevrez ici :",
      nothing: "Vous n’êtes sur aucune liste pour le moment : rien n’arrivera donc pour l’instant.",
    },
    saved: {
      title: "C’est enregistré",
      explanation: "À partir de maintenant, vous recevrez :",
      nothing: "Vous ne recevrez plus rien de {newsletter}.",
      paused: "Vous ne recevrez rien avant le {date}.",
      back: "Modifier de nouveau",
    },
  },
};
