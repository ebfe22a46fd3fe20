import type { Rule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

/** What writers leave for later, and nothing else. */
const CERTAIN = /\b(?:TK|TKTK|TKs)\b(?! Maxx)|\b(?:TODO|FIXME|XXX):|\[(?:TODO|FIXME|XXX|TBD|TBC)\]/u;
const FILLER = /\blorem ipsum dolor\b/iu;
/** Also words of a text about programs, or about the thirtieth of something: Super Bowl XXX. */
const LIKELY = /\bFIXME\b|(?<!\p{Lu}\p{L}*\s)\bXXX\b/u;
/** A Spanish and Portuguese word, and in every language a kind of list. */
const TODO = /\bTODO\b(?![ -](?:lists?|apps?|items?|comments?)\b)/u;

/** Instructions in brackets, and fields of a form letter that nobody filled: “Dear [First Name]”. */
const INSTRUCTION =
  /\[(?:insert|add|put|enter|fill in|your|insertar?|añade|pon|tu|su|hier|dein|ihr|insérer|ajouter|votre|ton|inserir|adicionar|seu|sua)\s[^\]\n]{1,60}\]/iu;
const FIELD =
  /\[(?:first ?name|last ?name|full ?name|company ?name|recipient|subscriber|nombre|apellido|vorname|nachname|prénom|nom de famille|primeiro nome|sobrenome|الاسم)\]/iu;
/** The same without brackets, where a name belongs. */
const GREETING =
  /(?:^|[\s“"])(?:dear|hi|hello|hey|hola|querid[oa]|estimad[oa]|liebe[rs]?|hallo|bonjour|salut|chère?|olá|prezad[oa])\s+(?:NAME|FNAME|FIRST[_ ]?NAME|First ?[Nn]ame|first[_ ]name|firstname|null|NULL|NOMBRE|VORNAME|NOME|PRÉNOM)(?=[,!.:]|$)/iu;
/** Fields of systems whose signs are also those of prose: Silverpop, Salesforce. Names of fields have a finding of their own. */
const FOREIGN =
  /%%(?!(?:first|last|full|e-?mail|user)?[ _-]?(?:name|addr(?:ess)?|e?mail)\b)[a-z][\w:. ]{1,80}%%?/iu;
/** A quotation may leave out a name or a place so. */
const SLOT =
  /\[(?:link|url|image|photo|picture|headline|cta|button text|title here|date here|enlace|imagen|lien|bild)\]/iu;
/** Nothing else stands in the paragraph, the title or the alt text. */
const WHOLE =
  /^\s*(?:(?:insert|put|add) [\p{L} ]{2,30} here|(?:asdf|qwerty|blah)[\s.,asdfqwertybh]*|(?:your )?(?:text|title|headline|image|caption|description) (?:goes )?here|placeholder(?: (?:text|image|alt|title))?)[.!…]?\s*$/iu;

/** Text that is still to be written. An error only where the mark can be nothing else. */
export const checkPlaceholders: Rule = ({ issue }, report) => {
  const todoIsAWord = /^(?:es|pt|gl|it)\b/i.test(issue.lang);
  for (const { text, place, code } of writings(issue)) {
    if (code) continue;
    const certain =
      CERTAIN.exec(text) ??
      FILLER.exec(text) ??
      INSTRUCTION.exec(text) ??
      FIELD.exec(text) ??
      GREETING.exec(text) ??
      FOREIGN.exec(text);
    const match =
      certain ??
      LIKELY.exec(text) ??
      WHOLE.exec(text) ??
      SLOT.exec(text) ??
      (todoIsAWord ? null : TODO.exec(text));
    if (match === null) continue;
    const word = match[0].trim();
    const say = certain === null ? report.warning : report.error;
    say("writing/placeholder", { word, from: place }, `“${word}” marks text that is still to be written.`, {
      hint: "Write the text, or remove the mark.",
    });
  }
};
