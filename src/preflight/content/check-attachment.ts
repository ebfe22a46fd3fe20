import type { Rule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

const FILE =
  "(?:files?|pdfs?|documents?|invoices?|spreadsheets?|forms?|programmes?|programs?|agendas?|flyers?|plans?|schedules?|reports?|slides|brochures?|minutes|timetables?|menus?|summary|presentations?|posters?|leaflets?)";

/**
 * Sentences that send a reader to an attached file, which no email of Letterpress has. Only phrases that can mean nothing else: a
 * rope is attached to a mast, and an adjunto may be a professor.
 */
const SPOKEN: Readonly<Record<string, RegExp>> = {
  en: new RegExp(
    String.raw`\b(?:please (?:find|see)|you(?:['’]ll| will)? find|find|see|open|download|read) (?:the )?(?:attached|enclosed)\b|\b(?:see|open|download|read) the attachments?\b|\battached ${FILE}\b|\b(?:i|we)(?:['’]ve| have)? attach(?:ed)? (?:an?|the|our|my|this|two|some) (?:\w+ )?${FILE}\b|\b${FILE}(?: of [^.!?]{1,40})? (?:is|are) attached\b(?! to\b)|\b(?:find|see) (?:the|our|my|your|a) (?:\w+ )?${FILE} (?:attached|enclosed)\b|\battached (?:to|with) this (?:e-?mail|message|newsletter|letter)\b`,
    "iu",
  ),
  es: /\b(?:archivos?|ficheros?|documentos?|pdf|formularios?|programas?) adjuntos?\b|\badjunt(?:o|amos) (?:encontrar|el|la|los|las|un|una|te|os|les|a este)|\b(?:ver|abrir|consulta|consulten?|en el) (?:el )?(?:documento |archivo )?adjunto\b/iu,
  de: /\banbei (?:finden|findest|die|der|das|ein|eine|unser|unsere)\b|\bim anhang (?:finden|findest|dieser|ist|sind)\b|\b(?:siehe|öffnen sie den|öffne den) anhang\b|\bangehängte[nrs]? (?:datei|pdf|dokument|formular)/iu,
  fr: /\bci-joint(?:e?s?)\b|\b(?:en|la|les|aux?) pi[èe]ces? jointes?\b/iu,
  pt: /\b(?:segue|seguem|enviamos|encontra|encontram) (?:em )?anex[oa]s?\b|\b(?:arquivo|documento|pdf|ficheiro) anexo\b|\b(?:em anexo(?! a[os]?\b)|no anexo deste)\b/iu,
  ar: /(?:الملف|المستند|الوثيقة) المرفقة?|تجدون (?:مرفق|طيه)|(?:انظر|افتح|في) المرفق/u,
};

/** “Nothing is attached to this letter” sends nobody anywhere. */
const DENIED =
  /(?<![\p{L}'’])(?:no|not|nothing|none|never|without|isn['’]t|aren['’]t|kein\p{L}*|nicht|nichts|ohne|sin|ning[uú]n|ninguna|nada|sans|aucune?|pas|rien|sem|nenhuma?|não|لا|ليس|بدون)\s+(?:\p{L}+\s+)?$/iu;

export const checkAttachment: Rule = ({ issue }, report) => {
  const pattern = SPOKEN[new Intl.Locale(issue.lang).language];
  if (pattern === undefined) return;
  for (const { text, place, code } of writings(issue)) {
    const spoken = code ? [] : text.matchAll(new RegExp(pattern, "giu"));
    const match = [...spoken].find(({ index }) => !DENIED.test(text.slice(Math.max(0, index - 40), index)));
    if (match === undefined) continue;
    const message = `“${match[0]}” speaks of an attachment, and this email has none.`;
    report.warning("writing/attachment", { word: match[0], from: place }, message, {
      hint: "Put the file online, and link to it.",
    });
  }
};
