import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { isField, ourName } from "./other-names.ts";

interface Foreign {
  /** The owner of the syntax, for the message. */
  readonly system: string;
  /** Group 1 is the name. */
  readonly pattern: RegExp;
  /**
   * `certain` is no prose, and an error. `likely` is a warning, which may be accepted, whatever its name. With `field`, authors may
   * mean the signs themselves: only names of known fields are found.
   */
  readonly found: "certain" | "likely" | "field";
}

/** Words before the point or colon of a name, which say whose value it is. */
const WHOSE = "contact|subscriber|recipient|user|member|customer|lead|person|profile";

const FOREIGN: readonly Foreign[] = [
  {
    system: "Mailchimp’s",
    pattern: /\*\|([A-Za-z][\w:.=-]*)[^|\n]{0,60}(?:\|[^|\n]{0,80})?\|\*/g,
    found: "certain",
  },
  {
    system: "Mailgun’s",
    pattern: /%(recipient[._][\w.]+|unsubscribe_(?:url|email)|mailing_list_\w+)%/g,
    found: "certain",
  },
  { system: "ERB’s", pattern: /<%[=-]?([^%\n]{0,80})%>/g, found: "certain" },
  { system: "Zoho’s", pattern: /\$\[([A-Za-z][\w:]*)(?:\|[^\]\n]{0,80})?\]\$/g, found: "certain" },
  { system: "AWeber’s", pattern: /\{!([a-z_]+)(?: [^{}\n]*)?\}/g, found: "certain" },
  {
    system: "Salesforce’s",
    pattern: /\{![ \t]*\$?([A-Z]\w{0,60}\.[\w.]{1,60})[^{}\n]{0,60}\}/g,
    found: "certain",
  },
  { system: "Mailjet’s", pattern: /\[\[(?:data|var):([\w-]{1,80})[^\]\n]{0,80}\]\]/g, found: "certain" },
  { system: "Campaign Monitor’s", pattern: /\[(\w{1,80}),\s*fallback=[^\]\n]{0,80}\]/g, found: "certain" },
  {
    system: "MailerLite’s",
    pattern: /(?<![{$\w])\{\$([a-z]\w{1,60})(?:\|[^{}\n]{0,60})?\}(?!\})/g,
    found: "likely",
  },
  {
    system: "MailPoet’s",
    pattern: new RegExp(
      String.raw`(?<![[\w])\[(?:${WHOSE})[.:]([\w.]{2,60})[ \t]*(?:\|[^\]\n]{0,60})?\](?![[(:\]])`,
      "gi",
    ),
    found: "likely",
  },
  {
    system: "another system’s",
    pattern: /\[%[-=]?[ \t]*([A-Za-z][\w.]{1,60})[^%\]\n]{0,60}%\]/g,
    found: "likely",
  },
  { system: "Salesforce’s", pattern: /%%([\w. -]{2,40})%%/g, found: "field" },
  {
    system: "ActiveCampaign’s",
    pattern: /(?<![%\w])%([A-Za-z][A-Za-z_:]{2,40})%(?![%\w])/g,
    found: "field",
  },
  // In capitals, because `__name__` is bold, and Python's.
  {
    system: "another system’s",
    pattern: /(?<![\w~#^&@])(?:__|~~|\^|&&|#)([A-Z][A-Z_ ]{2,40})(?:__|~~|\^|&&|#)(?![\w~#^&@])/g,
    found: "field",
  },
  { system: "another system’s", pattern: /(?:##|@@|&&)([\w. -]{2,40})(?:##|@@|&&)/g, found: "field" },
  // French and other languages quote like this: «Prénom» is a word, and «FirstName» is a field of Word's.
  { system: "Word’s", pattern: /«([A-Za-z]+(?:_[A-Za-z]+|[a-z][A-Z][A-Za-z]*))»/g, found: "field" },
  {
    system: "another system’s",
    pattern: /(?<![{$\w/])\{([\w. -]{2,40})(?:,\s*["“][^"”{}\n]*["”]|\|[^{}\n]{0,60})?\}(?!\})/g,
    found: "field",
  },
  { system: "Braze’s", pattern: /\$\{([\w. -]{2,40})\}/g, found: "field" },
  { system: "another system’s", pattern: /(?<![[\w])\[([A-Z][A-Z_ ]{2,40})\](?![[(:\]])/g, found: "field" },
  { system: "another system’s", pattern: /\[\[([\w. -]{2,40})\]\]/g, found: "field" },
  { system: "another system’s", pattern: /(?<![\w$])\$([\w. -]{2,40})\$(?![\w$])/g, found: "field" },
];

/**
 * Reports merge tags of other systems, which would be mailed as they stand. It searches what the author typed, because Markdown makes
 * emphasis of `*|FNAME|*` and leaves nothing to find. `text` is a part of the file that begins at `at`, with code blanked; `names`
 * are our tags.
 */
export function lintForeignTags(
  text: string,
  at: number,
  names: readonly string[],
  report: SourceReporter,
): void {
  for (const { system, pattern, found } of FOREIGN) {
    const certain = found === "certain";
    for (const match of text.matchAll(pattern)) {
      const [source, name = ""] = match;
      if (text[match.index - 1] === "\\" || (found === "field" && !isField(name.trim(), names))) continue;
      const ours = ourName(name.replace(/[\s-]+$/, "").trim(), names);
      const tag = ours === null ? null : tagWith(ours, source, name);
      const start = at + match.index;
      report[certain ? "error" : "warning"](
        "merge-tag/foreign",
        start,
        `${source} is ${system} merge tag, and would be mailed as it stands.`,
        {
          hint:
            tag === null
              ? 'Write one of our tags, {{ subscriber.first_name | default: "there" }}, or plain words.'
              : `Write ${tag}.`,
          // A tag that can be accepted may be meant as it stands.
          fix: certain && tag !== null ? { start, end: start + source.length, text: tag } : null,
        },
      );
    }
  }
}

/** Our tag, with the fallback that follows the name in the other system's tag. */
function tagWith(ours: string, source: string, name: string): string {
  const rest = source.slice(source.indexOf(name) + name.length);
  const fallback = /^\s*[|,:]\s*(?:fallback=)?["“]?([\p{L} ]+?)["”]?\s*(?:\|\*|\]\$|\]\]|\]|\})$/u.exec(
    rest,
  )?.[1];
  return ours.startsWith("urls.") || fallback === undefined
    ? `{{ ${ours} }}`
    : `{{ ${ours} | default: "${fallback}" }}`;
}
