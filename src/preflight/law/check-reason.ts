import { asksAddress } from "#src/model/states.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { fill } from "#src/model/words/words.ts";
import { lettersOf } from "#src/preflight/html/letters-of.ts";
import { textOfHtml } from "#src/preflight/html/text-of-html.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** How a newsletter's own templates say it, by language. An issue in any other language is not checked. */
const OWN_WORDS: Readonly<Record<string, RegExp>> = {
  en: /\b(?:because you|subscribed|subscription|subscriber|signed up|opted in|you(?:[’']ve| have) joined|member of|you(?:[’']re| are) (?:getting|receiving|on)|(?:mailing|our|this) list)\b/i,
  es: /\b(?:porque|suscri\w+|inscri\w+|te registraste|lista de (?:correo|envío|distribución))/i,
  de: /\b(?:weil Sie|weil du|abonn\w+|angemeldet|eingetragen|erhalten (?:Sie )?diese|bekommen (?:Sie )?diese|Verteiler|Mailingliste)/i,
  fr: /\b(?:parce qu|car vous|abonn|inscri|liste de diffusion|vous recevez)/i,
  pt: /\b(?:porque|inscri\w+|inscrev\w+|assinou|assinante|cadastr\w+|lista de (?:e-?mails|distribuição))/i,
  it: /\b(?:perché|iscri\w+|abbona\w+|lista di distribuzione)/i,
  ar: /(?:لأن|مشترك|اشترك|القائمة البريدية)/,
};

/** Words for leaving contain words for joining, so they are removed. The body may speak of lists, so only the end of the mail counts. */
const LEAVING =
  /(?:unsubscribe(?: from (?:this|our|the) (?:mailing )?list)?|(?:manage|cancel|change|end) (?:your |the |this )?subscriptions?|(?:cancelar|anular|gestionar) (?:la |tu |su )?suscripci[oó]n|cancelar (?:a |sua )?(?:inscrição|assinatura)|(?:annulla|cancella)\w* (?:la |l[’'])?iscrizione|اشتراك)/gi;
const END = 600;

/** Checks that the email says why a reader gets it: one who does not remember presses "spam". A newsletter's own template may omit it. */
export const checkReason: Rule = ({ issue, facts: { newsletter }, html }, report) => {
  if (asksAddress(issue.trigger)) return;
  const words = textOfHtml(html);
  const list = newsletter.lists[issue.list]?.title ?? issue.list;
  const reason = fill(wordsIn(newsletter, issue.lang).email.reason, { list, name: newsletter.name });
  if (lettersOf(words).includes(lettersOf(reason))) return;
  const end = words.slice(-END).replace(LEAVING, " ");
  // One template may serve issues in several languages, and say this in one.
  const says = Object.values(OWN_WORDS).some((own) => own.test(end));
  if (says || !Object.hasOwn(OWN_WORDS, issue.lang.split("-")[0]?.toLowerCase() ?? "")) return;
  report.warning("reason/missing", { inTemplate: "" }, "The HTML does not say why the reader gets it.", {
    hint: "Add <FooterLinks {...input} />, <issue-footer /> or <issue-reason /> to the template, or a sentence such as “You get this because you subscribed at …”.",
  });
};
