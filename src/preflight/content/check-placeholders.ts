import type { Rule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

/** Marks that writers leave for later, and that mean nothing else. */
const CERTAIN = /\b(?:TK|TKTK|TKs)\b(?! Maxx)|\b(?:TODO|FIXME|XXX):|\[(?:TODO|FIXME|XXX|TBD|TBC|TBA)\]/u;
const FILLER =
  /\blorem ipsum dolor\b|\bconsectetur adipis[ci]+ing elit\b|\bsed do eiusmod tempor\b|\bquis nostrud exercitation\b/iu;
/** A number that is still to come, beside a sign that only stands by numbers: `$XX`, `XX %`, `XX:XX`, `#XX`. */
const NUMBER =
  /\b000[-. ]000[-. ]0000\b|\bx{3,}@|[$€£¥#]\s?X{2,4}\b|\bX{2,4}(?:[.,]X{2,3})?\s?[%€£¥]|\bX{2}[:./]X{2}\b|\bxx[:./]xx\b/u;
/** These are also words of a text about programs, or about the thirtieth of something: Super Bowl XXX. */
const LIKELY =
  /\bFIXME\b|(?<!\p{Lu}\p{L}*\s)\bXXX\b|(?<=\b(?:costs?|with|in|after|for|than|about|over|only|nearly|almost|until|by|on|at)\s)XX(?=\s\p{Ll}{4})/u;
/** TODO is also a Spanish and Portuguese word, and in every language a kind of list. */
const TODO = /\bTODO\b(?![ -](?:lists?|apps?|items?|comments?)\b)/u;

/** Instructions in brackets, and fields of a form letter that nobody filled: “Dear [First Name]”. */
const INSTRUCTION =
  /\[(?:insert|add|put|enter|fill in|your|insertar?|añade|pon|tu|su|hier|dein|ihr|insérer|ajouter|votre|ton|inserir|adicionar|seu|sua)\s[^\]\n]{1,60}\]/iu;
/** Fields of a form letter; only their capitals tell them from words of a quotation. */
const FIELD =
  /\[(?:DATE|TIME|PLACE|LOCATION|VENUE|PRICE|AMOUNT|CITY|COMPANY|NUMBER|SPEAKER|FECHA|HORA|LUGAR|PRECIO|DATUM|UHRZEIT|ORT|PREIS|LIEU|PRIX|DATA|PREÇO)\]/u;
/** Something missing that is named in brackets: “[to come]”, “[à compléter]”. */
const MISSING =
  /\[(?:to come|to follow|to be (?:added|announced|confirmed|written|decided)|coming soon|placeholder|folgt(?: noch)?|(?:text|bild|link|inhalt) folgt|platzhalter|(?:[\p{L} ]{1,40} )?(?:ergänzen|einfügen|nachtragen)|à (?:compléter|venir|définir|confirmer)|compléter|(?:por|a) (?:completar|definir|confirmar)|completar|pendiente|preencher)\]|\[[^\]\n]{1,40}\s(?:goes )?here\](?![([])/iu;
const FORM =
  /(?<!\[)\[(?:first ?name|last ?name|full ?name|company ?name|recipient|subscriber|nombre|apellido|vorname|nachname|prénom|nom de famille|primeiro nome|sobrenome|الاسم)\]/iu;
/** The same in a greeting, where a name belongs, with or without brackets. */
const GREETING =
  /(?:^|[\s“"])(?:dear|hi|hello|hey|hola|querid[oa]|estimad[oa]|liebe[rs]?|hallo|bonjour|salut|chère?|olá|prezad[oa])\s+(?:NAME|FNAME|FIRST[_ ]?NAME|First ?[Nn]ame|first[_ ]name|firstname|null|NULL|NOMBRE|VORNAME|NOME|PRÉNOM)(?=[,!.:]|$)|(?:^|[\s“"])(?:dear|hi|hello|hey|hola|querid[oa]|estimad[oa]|liebe[rs]?|hallo|bonjour|salut|chère?|cher|olá|prezad[oa]|car[oa])\s+\[\p{L}[^\]\n]{1,30}\](?![([])/iu;
/** Fields of systems whose signs are also those of prose: Silverpop, Salesforce. Names of fields have a finding of their own. */
const FOREIGN =
  /%%(?!(?:first|last|full|e-?mail|user)?[ _-]?(?:name|addr(?:ess)?|e?mail)\b)[a-z][\w:. ]{1,80}%%?/iu;
/** A quotation may leave out a name or a place in the same way. */
const SLOT =
  /\[(?:link|url|image|photo|picture|headline|cta|button text|title here|date here|enlace|imagen|lien|bild)\]/iu;
/** Placeholders that are alone in the paragraph, the title or the alt text. */
const WHOLE =
  /^\s*(?:(?:insert|put|add) [\p{L} ]{2,30} here|(?:asdf|qwerty|blah)[\s.,asdfqwertybh]*|(?:your )?(?:text|title|headline|image|caption|description) (?:goes )?here|placeholder(?: (?:text|image|alt|title))?|(?:placeholder|platzhalter) (?:for|für) [^.!?\n]{1,60}|(?:text|bild|inhalt|zitat|link|beschreibung) folgt(?: noch)?|(?:texte|photo|image|lien) à venir|texto (?:aquí|de ejemplo|de exemplo|provisional|provisório))[.!…]?\s*$/iu;
/** Notes from one writer to another: “[Ed: please check the year]”, “(insert name)”. */
const AMONG_US =
  /\[[^\]\n]{0,40}\b(?:please (?:check|confirm|add|verify)|check (?:this|spelling|number|date|name|with)|fact-?check|bitte (?:prüfen|ergänzen)|à vérifier|por verificar|a verificar)\b[^\]\n]{0,60}\](?![([])|\((?:insert|add) (?:name|link|photo|picture|quote|date|number|address|here|your)\b[^)\n]{0,60}\)/iu;
/** Words about a text that is missing: nobody says that of a text that is there. */
const GOES_HERE =
  /\b(?:text|headline|title|copy|caption|subtitle|quote|blurb|subject(?: line)?|preview text|teaser) goes here\b/iu;
/** Placeholders in capitals, which ordinary text does not have: `PLACEHOLDER FOR QUOTE`. */
const SHOUTED =
  /\b(?:PLACEHOLDER|PLATZHALTER|BLINDTEXT|DUMMY TEXT|NOTE TO (?:SELF|EDITOR|AUTHOR))\b|(?<=\s|^)@{3,}(?=\s|$)/u;
/** What nobody knew yet: `paid by ???`. Not in French, where a space stands before each question mark. */
const UNKNOWN = /(?<=\s|^)\?{3,}(?=[\s,.;:)]|$)/u;

/** Placeholders in the alt text of a picture; in a table they may be the head of a column. */
const ALT =
  /^\s*(?:alt(?:ernative)?[ -]text|(?:image|picture) description|bildbeschreibung|alternativtext|texto alternativo|texte alternatif)[.!…]?\s*$/iu;

const CERTAIN_MARKS = [CERTAIN, FILLER, INSTRUCTION, FORM, NUMBER, GREETING, FOREIGN];
const LIKELY_MARKS = [LIKELY, FIELD, MISSING, WHOLE, SLOT, AMONG_US, GOES_HERE, SHOUTED];

/** Reports text that is still to be written. It is an error only if the mark can be nothing else. */
export const checkPlaceholders: Rule = ({ issue }, report) => {
  for (const { alt, place } of issue.images)
    if (ALT.test(alt))
      report.warning(
        "writing/placeholder",
        place,
        `“${alt.trim()}” marks text that is still to be written.`,
        {
          hint: "Describe what the picture shows.",
        },
      );
  const likely = [
    ...LIKELY_MARKS,
    ...(/^fr\b/i.test(issue.lang) ? [] : [UNKNOWN]),
    ...(/^(?:es|pt|gl|it)\b/i.test(issue.lang) ? [] : [TODO]),
  ];
  for (const { text, place, code } of writings(issue)) {
    if (code) continue;
    const certain = firstOf(CERTAIN_MARKS, text);
    const match = certain ?? firstOf(likely, text);
    if (match === null) continue;
    const word = match[0].trim();
    const say = certain === null ? report.warning : report.error;
    say("writing/placeholder", { word, from: place }, `“${word}” marks text that is still to be written.`, {
      hint: "Write the text, or remove the mark.",
    });
  }
};

function firstOf(patterns: readonly RegExp[], text: string): RegExpExecArray | null {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match !== null) return match;
  }
  return null;
}
