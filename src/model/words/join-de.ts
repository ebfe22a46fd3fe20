import type { JoinWords } from "./words.ts";

export const de: JoinWords = {
  email: {
    reasonOnce: "Sie erhalten diese E-Mail, weil diese Adresse für „{list}“ von {name} eingetragen wurde.",
  },
  mails: {
    confirm: {
      title: "Bitte bestätigen Sie",
      subject: "Bestätigen Sie Ihre Anmeldung für {name}",
      asked:
        "Jemand, hoffentlich Sie selbst, hat uns gebeten, einen Newsletter an diese Adresse zu schicken.",
      button: "Ja, bitte schicken",
      until: "Der Link gilt drei Tage lang.",
      disregard: "Wenn Sie das nicht waren, können Sie diese E-Mail ignorieren: Es hat sich nichts geändert.",
      never: "Schreiben Sie mir nie wieder",
    },
  },
  pages: {
    archive: { title: "Alle Ausgaben", feed: "Feed" },
    subscribe: {
      title: "{newsletter} abonnieren",
      explanation: "Der Newsletter kommt per E-Mail. Sie können ihn jederzeit abbestellen.",
      email: "E-Mail-Adresse",
      name: "Vorname",
      optional: "freiwillig",
      lists: "Was möchten Sie erhalten?",
      agreement:
        "Zuerst schicken wir eine E-Mail an diese Adresse. Um den Newsletter zu erhalten, öffnen Sie den Link darin und drücken Sie dort auf die Schaltfläche.",
      button: "Abonnieren",
      trap: "Lassen Sie dieses Feld leer",
      wrongEmail: "An diese Adresse können wir keine E-Mail schicken. Bitte prüfen Sie sie.",
      wrongName: "Bitte geben Sie einen Namen mit höchstens 60 Zeichen und ohne Links ein.",
      wrongList: "Bitte wählen Sie mindestens eine Möglichkeit.",
      again: "Bitte prüfen Sie Ihre Angaben und drücken Sie noch einmal auf die Schaltfläche.",
      unsent:
        "Wir konnten Ihnen die E-Mail nicht schicken. Bitte drücken Sie in einer Minute noch einmal auf die Schaltfläche.",
      tomorrow: "Heute können wir keine E-Mails mehr verschicken. Bitte versuchen Sie es morgen noch einmal.",
    },
    checkInbox: {
      title: "Sehen Sie in Ihr Postfach",
      explanation:
        "Wenn diese Adresse {newsletter} erhalten kann, ist eine E-Mail an sie unterwegs. Öffnen Sie den Link darin und drücken Sie dort auf die Schaltfläche.",
      daily:
        "Nach zehn Minuten noch nichts da? Sehen Sie im Spam-Ordner nach. Wir schicken einer Adresse höchstens eine solche E-Mail am Tag.",
      entered: "Sie haben {address} eingegeben.",
      meant: "Meinten Sie {address}?",
      correct: "Stimmt sie nicht? Korrigieren Sie sie hier.",
      button: "Diese Adresse verwenden",
    },
    confirm: {
      title: "Ein letzter Schritt",
      question: "Darf {newsletter} Ihnen dies ab jetzt schicken?",
      button: "Ja, bitte schicken",
      close: "Wenn Sie das nicht angefordert haben, schließen Sie diese Seite. Es hat sich nichts geändert.",
    },
    confirmed: {
      title: "Sie sind angemeldet",
      explanation: "Ab jetzt erhalten Sie:",
      all: "Die bisherigen Ausgaben lesen",
    },
    stale: {
      title: "Dieser Link gilt nicht mehr",
      explanation:
        "Mit ihm gibt es nichts mehr zu bestätigen. Wenn Sie {newsletter} erhalten möchten, melden Sie sich noch einmal an.",
      subscribe: "Abonnieren",
    },
    comeBack: {
      title: "Möchten Sie zurückkommen?",
      explanation:
        "Sie hatten uns gebeten, Ihnen nichts mehr zu schicken. Drücken Sie auf die Schaltfläche, wenn Sie dies wieder erhalten möchten:",
      button: "Ja, bitte wieder schicken",
    },
    never: {
      title: "Nie wieder schreiben?",
      explanation:
        "Dann erreicht nichts von {newsletter} mehr Ihre Adresse, was auch immer jemand in unser Formular eingibt. Noch hat sich nichts geändert.",
      button: "Schreiben Sie mir nie wieder",
    },
    neverAgain: {
      title: "Wir schreiben nicht wieder",
      explanation:
        "Nichts von {newsletter} erreicht Ihre Adresse mehr. Wenn Sie es sich anders überlegen, schreiben Sie an {contact}.",
    },
    unfinished: {
      title: "Das hat nicht geklappt",
      explanation:
        "Der Fehler liegt bei uns. Bitte gehen Sie zurück und drücken Sie in einer Minute noch einmal auf die Schaltfläche; zweimal zu drücken schadet nicht.",
    },
    undelivered: {
      bounced:
        "Wir schicken nichts mehr an Ihre Adresse, weil unsere E-Mails zurückkamen. Wenn sie wieder funktioniert, schreiben Sie an {contact}.",
      complained:
        "Wir schicken nichts mehr an Ihre Adresse, weil von ihr aus eine unserer E-Mails als Spam gemeldet wurde. Wenn das ein Versehen war, schreiben Sie an {contact}.",
      manual:
        "Wir schicken nichts an Ihre Adresse, weil jemand uns darum gebeten hat. Wenn Sie {newsletter} wieder erhalten möchten, schreiben Sie an {contact}.",
    },
    notFound: {
      title: "Seite nicht gefunden",
      explanation:
        "Unter dieser Adresse gibt es keine Seite. Wenn der Link aus einer E-Mail stammt, ist vielleicht ein Teil davon verloren gegangen: Öffnen Sie ihn in der E-Mail selbst.",
    },
    notAllowed: {
      title: "Das geht hier nicht",
      explanation: "Gehen Sie zurück und benutzen Sie die Schaltfläche auf der Seite.",
    },
    tooLarge: { title: "Zu groß", explanation: "Sie haben mehr geschickt, als diese Seite annimmt." },
  },
};
