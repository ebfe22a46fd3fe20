import { de as join } from "./join-de.ts";
import type { Words } from "./words.ts";

export const de: Words = {
  email: {
    ...join.email,
    number: "Nr. {number}",
    part: "Teil {part}",
    by: "Von {names}",
    minutes: { other: "{minutes} Min. Lesezeit" },
    updated: "Aktualisiert am {date}",
    viewOnline: "Online ansehen",
    guest: "Im Gespräch",
    author: "Geschrieben von",
    previous: "Voriger Teil der Reihe: {title}",
    next: "Nächster Teil der Reihe: {title}",
    related: "Mehr zum Thema",
    tags: "Themen: {tags}",
    sponsored: "Anzeige: {name}",
    notes: "Anmerkungen",
    credit: "Bild: {credit}",
    done: "erledigt",
    open: "offen",
    image: "Bild",
    question: "F",
    answer: "A",
    callouts: {
      note: "Hinweis",
      tip: "Tipp",
      important: "Wichtig",
      warning: "Warnung",
      caution: "Vorsicht",
    },
    contents: "In dieser Ausgabe",
    share: "Teilen Sie diese Ausgabe",
    copy: "Link zu dieser Ausgabe",
    rate: { question: "Wie war diese Ausgabe?", good: "Gut", fair: "Mittelmäßig", poor: "Nichts für mich" },
    watch: "Auf {site} ansehen",
    forward: ["Leiten Sie diese Ausgabe weiter", "an jemanden, dem sie gefallen könnte."],
    subscribe: ["Abonnieren Sie", "wenn jemand sie Ihnen weitergeleitet hat."],
    reply: ["Antworten Sie", "und sagen Sie uns, was Sie denken. Ein Mensch liest jede Antwort."],
    reason: "Sie erhalten diese E-Mail, weil Sie „{list}“ von {name} abonniert haben.",
    asked:
      "Sie erhalten diese E-Mail einmalig, weil diese Adresse für „{list}“ von {name} eingetragen wurde. Ohne Ihre Bestätigung schreiben wir nicht wieder.",
    moved: "Sie erhalten diese E-Mail einmalig, weil dies bisher Ihre Adresse für „{list}“ von {name} war.",
    reasonOne: "Sie erhalten diese E-Mail, weil Sie {name} abonniert haben.",
    askedOne:
      "Sie erhalten diese E-Mail einmalig, weil diese Adresse für {name} eingetragen wurde. Ohne Ihre Bestätigung schreiben wir nicht wieder.",
    movedOne: "Sie erhalten diese E-Mail einmalig, weil dies bisher Ihre Adresse für {name} war.",
    unsubscribe: "Abbestellen",
    preferences: "Auswählen, was Sie erhalten",
  },
  mails: {
    confirm: {
      ...join.mails.confirm,
      preview:
        "Bestätigen Sie, und Sie erhalten die nächste Ausgabe. Tun Sie nichts, hören Sie nicht wieder von uns.",
      ignore:
        "Wenn Sie das nicht waren, können Sie diese E-Mail ignorieren. Ohne Ihre Bestätigung schreiben wir Ihnen nicht wieder.",
    },
    welcome: {
      title: "Willkommen",
      subject: "Willkommen bei {name}",
      preview:
        "Sie sind angemeldet. Die nächste Ausgabe kommt an diese Adresse, und Sie können jederzeit abbestellen.",
      body: `Vielen Dank. Sie sind angemeldet, und wir schicken die nächste Ausgabe an diese Adresse.

Sie können jederzeit [auswählen, was Sie erhalten]({{ urls.preferences }}), oder über den Link unten abbestellen.`,
    },
    change: {
      title: "Ist das Ihre neue Adresse?",
      subject: "Bestätigen Sie Ihre neue Adresse für {name}",
      preview:
        "Bestätigen Sie, und Ihre Ausgaben kommen ab jetzt hierher. Tun Sie nichts, gehen sie dorthin, wohin sie bisher gingen.",
      asked:
        "Jemand, der uns liest, hoffentlich Sie selbst, hat uns gebeten, die Ausgaben ab jetzt an diese Adresse zu schicken.",
      button: "Ja, bitte hierher schicken",
      ignore:
        "Wenn Sie das nicht waren, können Sie diese E-Mail ignorieren. Ohne Ihre Bestätigung schreiben wir nicht wieder.",
    },
    changed: {
      title: "Ihre Ausgaben gehen jetzt an eine andere Adresse",
      subject: "Ihre Adresse für {name} wurde geändert",
      preview: "Ab jetzt schicken wir Ihre Ausgaben an die bestätigte Adresse und keine mehr an diese.",
      asked:
        "Jemand mit einem Link aus einer Ihrer E-Mails hat die Adresse geändert und von der neuen aus bestätigt. Wenn Sie das waren, müssen Sie nichts tun.",
      button: "Das war ich nicht: wieder hierher schicken",
      ignore: "Die Schaltfläche funktioniert dreißig Tage lang.",
    },
  },
  pages: {
    ...join.pages,
    subscribe: {
      ...join.pages.subscribe,
      agreementSingle:
        "Mit dem Druck auf die Schaltfläche willigen Sie ein, {newsletter} per E-Mail zu erhalten, bis Sie ihn abbestellen.",
    },
    checkInbox: {
      ...join.pages.checkInbox,
      nothing:
        "Nach zehn Minuten noch nichts da? Sehen Sie im Spam-Ordner nach. Wir schicken einer Adresse höchstens eine solche E-Mail am Tag, und keine, wenn sie schon eingetragen ist.",
    },
    confirm: {
      ...join.pages.confirm,
      unnamed: "Dürfen wir Ihnen ab jetzt {newsletter} schicken?",
      notYou:
        "Wenn Sie das nicht angefordert haben, schließen Sie diese Seite. Es hat sich nichts geändert, und wir schreiben nicht wieder.",
    },
    confirmed: {
      ...join.pages.confirmed,
      preferences: "Auswählen, was Sie erhalten",
      latest: "Bis die nächste Ausgabe kommt, lesen Sie hier die neueste:",
    },
    undelivered: {
      ...join.pages.undelivered,
      resting:
        "Unsere letzten E-Mails an Ihre Adresse kamen zurück. Nach dem {date} versuchen wir es noch einmal.",
    },
    ownLink: {
      title: "Nehmen Sie den Link aus Ihrer eigenen E-Mail",
      explanation:
        "Die Links am Ende jeder E-Mail von {newsletter} sind für eine einzige Person gemacht. Öffnen Sie sie aus einer E-Mail, die an Sie ging.",
    },
    broken: {
      title: "Etwas ist schiefgegangen",
      explanation:
        "Der Fehler liegt bei uns, und es hat sich nichts geändert. Bitte versuchen Sie es in einer Minute noch einmal.",
    },
    archive: {
      ...join.pages.archive,
      subscribe: "Abonnieren",
      empty: "Noch ist nichts erschienen. Hier wird die erste Ausgabe stehen.",
      newer: "Neuere Ausgaben",
      older: "Ältere Ausgaben",
      pages: "Seiten",
      corrected: "Am {date} nach dem Versand korrigiert.",
      sections: "Rubriken",
      everything: "Alles",
    },
    issue: {
      top: "{newsletter} per E-Mail erhalten",
      end: "Die nächste Ausgabe per E-Mail erhalten",
      previous: "Vorige Ausgabe",
      next: "Nächste Ausgabe",
      neighbours: "Vorige und nächste Ausgabe",
      share: "Teilen",
      mail: "E-Mail",
      tags: "Themen",
    },
    search: {
      title: "Suche",
      label: "Alle Ausgaben durchsuchen",
      button: "Suchen",
      none: "Keine Ausgabe enthält alle diese Wörter: {words}",
      some: {
        one: "Eine Ausgabe enthält alle diese Wörter: {words}",
        other: "{count} Ausgaben enthalten alle diese Wörter: {words}",
      },
    },
    rate: {
      title: "Ihre Antwort",
      answer: "Ihre Antwort: {answer}",
      explanation: "Drücken Sie den Knopf, um sie abzuschicken. Noch ist nichts gezählt.",
      button: "Antwort abschicken",
      other: "Oder wählen Sie eine andere Antwort:",
      thanks: "Vielen Dank",
      counted: "Ihre Antwort ist gezählt: {answer}",
      change: "Anders überlegt? Wählen Sie eine andere Antwort:",
      test: "Dieser Link stammt aus einem Test, deshalb wird keine Antwort gezählt.",
    },
    notCounted: {
      title: "Nicht gezählt",
      explanation: "Diese Antwort kann nicht gezählt werden. Vielleicht kommt sie zu spät.",
    },
    unsubscribe: {
      title: "Abbestellen",
      question: "{list} nicht mehr erhalten?",
      explanation: "Drücken Sie zur Bestätigung auf die Schaltfläche. Noch hat sich nichts geändert.",
      button: "Abbestellen",
      allExplanation: "Oder gar keine E-Mails mehr von {newsletter} erhalten.",
      allButton: "Alles abbestellen",
      less: "Würde auch weniger genügen?",
      pause: "Machen Sie eine Pause: Eine Zeit lang erhalten Sie nichts.",
      pauseLabel: "Wie lange",
      pauseButton: "Pause machen",
      fewer: "Weniger E-Mails erhalten: Wählen Sie Ihre Listen",
    },
    unsubscribed: {
      title: "Sie sind abgemeldet",
      one: "Sie erhalten keine weiteren Ausgaben von {list}.",
      all: "Sie erhalten keine weiteren E-Mails von {newsletter}.",
      preferences: "Anders überlegt? Wählen Sie aus, was Sie erhalten",
    },
    preferences: {
      title: "Auswählen, was Sie erhalten",
      explanation:
        "Ändern Sie, was Sie möchten, und speichern Sie dann. Sie können es jederzeit wieder ändern.",
      legend: "Listen",
      about: "Über Sie",
      firstName: "Vorname",
      lastName: "Nachname",
      zone: "Zeitzone",
      zoneUnset: "Wie der Newsletter ({zone})",
      language: "Sprache",
      pause: "Eine Pause machen",
      pauseNone: "Keine Pause",
      pauseDays: { "14": "Zwei Wochen lang", "30": "Einen Monat lang", "90": "Drei Monate lang" },
      pauseKeep: "Bis {date} (wie jetzt)",
      pauseEnd: "Die Pause jetzt beenden",
      button: "Speichern",
      allExplanation: "Oder gar keine E-Mails mehr von {newsletter} erhalten.",
      allButton: "Alles abbestellen",
      address: "Eine andere Adresse",
      addressExplanation:
        "Wohin sollen Ihre Ausgaben ab jetzt gehen? Wir schicken eine E-Mail dorthin. Es ändert sich nichts, bis Sie darin auf die Schaltfläche drücken.",
      newAddress: "Neue E-Mail-Adresse",
      addressButton: "Adresse ändern",
    },
    change: {
      title: "Ein letzter Schritt",
      question: "Soll alles, was Sie von {newsletter} erhalten, ab jetzt an {address} gehen?",
      button: "Ja, bitte hierher schicken",
      close: "Wenn Sie das nicht angefordert haben, schließen Sie diese Seite. Es hat sich nichts geändert.",
      wait: "Wenn wir an diese Adresse schreiben können, ist eine E-Mail an sie unterwegs. Öffnen Sie den Link darin und drücken Sie dort auf die Schaltfläche. Bis dahin gehen Ihre Ausgaben dorthin, wohin sie bisher gingen.",
    },
    changed: {
      title: "Die Adresse ist geändert",
      explanation: "Ab jetzt erhalten Sie hier:",
      nothing: "Sie stehen zurzeit auf keiner Liste, also kommt noch nichts.",
    },
    saved: {
      title: "Gespeichert",
      explanation: "Ab jetzt erhalten Sie:",
      nothing: "Sie erhalten nichts mehr von {newsletter}.",
      paused: "Bis {date} erhalten Sie nichts.",
      back: "Noch einmal ändern",
    },
  },
};
