import type { Rule } from "#src/preflight/letter.ts";

/** Subjects that only a test has: HBO Max sent “Integration Test Email #1” to its subscribers. */
const WHOLE =
  /^(?:(?:this is )?(?:a |an |un |una |um |ein )?(?:integration |newsletter |template |api )*(?:test|testing|prueba|teste|essai|probe|اختبار|تجربة)(?:[ -]?(?:e-?mail|mail|newsletter|subject|betreff|issue|message|send|versand|correo|campaign|template))?)+[\s#:.!\d-]*$/iu;

/** Text that a form shows before anybody writes something. */
const EMPTY =
  /^(?:(?:untitled|new|my|my first)(?: (?:campaign|newsletter|issue|email|post|document))|untitled|newsletter template|no subject|subject(?: line)?|ohne titel|unbenannt|kein betreff|sin (?:título|asunto)|sans (?:titre|objet)|sem (?:título|assunto))$/iu;

/** `[TEST] …`, `TEST: …` and `… Newsletter Test`, which is how tests are told from the issue itself. */
const MARKED =
  /^\s*[[(](?:test|draft|prueba|borrador|teste|rascunho|essai|brouillon|entwurf|مسودة)[\])]|^(?:TEST|PRUEBA|TESTE|DRAFT|ENTWURF|BROUILLON|BORRADOR|RASCUNHO)\s*[:–—-]|(?:newsletter|e-?mail|mailing) (?:test|draft)\s*\d*$|\b(?:please|pls) (?:ignore|disregard)\b/iu;

/** Names that a system, or a person, gives to a draft that began as a copy: `Copy of The programme`, `The programme (copy 01)`. */
const COPY =
  /[[(]?\b(?:final|FINAL|Final)[ _-]?v\d+[\])]?$|[[(](?:draft|Draft|DRAFT|test|TEST|Entwurf|borrador|brouillon|rascunho)(?: v?\d+)?[\])]$|\s[-–—] (?:draft|Draft|Entwurf)(?: v?\d+)?$|^(?:[Cc]opy of|[Cc]opie de|[Cc]opia de|[Kk]opie von|[Cc]ópia de)\s+(?=\p{Lu}|“|")|[[(](?:[Cc]opy|[Cc]opie|[Cc]opia|[Kk]opie|[Cc]ópia)(?: \d+)?[\])]\s*$|\s[-–—] (?:[Cc]opy|[Kk]opie)(?: \d+)?$/u;

/** Reports a subject, a title or a preview text that was typed to try something. */
export const checkTestText: Rule = ({ issue, subject }, report) => {
  const { title, previewText: preview_text } = issue;
  for (const [key, text] of Object.entries({ subject, title, preview_text })) {
    const place = issue.keyPlaces[key];
    // A title that is the subject too is looked at as the title.
    if (place === undefined) continue;
    const words = text.trim();
    if (COPY.test(words)) {
      report.error(
        "subject/test",
        key,
        `“${words}” is the name of a draft or a copy, not a ${key.replace("_", " ")}.`,
        {
          hint: "Write the one that readers are to see.",
        },
      );
      continue;
    }
    if (!WHOLE.test(words) && !EMPTY.test(words) && !MARKED.test(words)) continue;
    report.error("subject/test", key, `“${words}” is a test's ${key.replace("_", " ")}.`, {
      hint: "Write the one that readers are to see. `letterpress test` marks a test by itself.",
    });
  }
};
