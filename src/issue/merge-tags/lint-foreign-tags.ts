import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { isField, ourName } from "./other-names.ts";

interface Foreign {
  /** Whose it is, for the message. */
  readonly system: string;
  /** Group 1 is the name. */
  readonly pattern: RegExp;
  /** False where authors may mean the signs themselves: then only names of fields are found, and can be accepted. */
  readonly certain: boolean;
}

const FOREIGN: readonly Foreign[] = [
  { system: "Mailchimp’s", pattern: /\*\|([A-Za-z][\w:.=-]*)(?:\|[^|\n]{0,80})?\|\*/g, certain: true },
  {
    system: "Mailgun’s",
    pattern: /%(recipient[._][\w.]+|unsubscribe_(?:url|email)|mailing_list_\w+)%/g,
    certain: true,
  },
  { system: "ERB’s", pattern: /<%[=-]?([^%\n]{0,80})%>/g, certain: true },
  { system: "Zoho’s", pattern: /\$\[([A-Za-z][\w:]*)(?:\|[^\]\n]{0,80})?\]\$/g, certain: true },
  { system: "AWeber’s", pattern: /\{!([a-z_]+)(?: [^{}\n]*)?\}/g, certain: true },
  { system: "Mailjet’s", pattern: /\[\[(?:data|var):([\w-]{1,80})[^\]\n]{0,80}\]\]/g, certain: true },
  { system: "Campaign Monitor’s", pattern: /\[(\w{1,80}),\s*fallback=[^\]\n]{0,80}\]/g, certain: true },
  { system: "Salesforce’s", pattern: /%%([\w. -]{2,40})%%/g, certain: false },
  { system: "ActiveCampaign’s", pattern: /(?<!%)%([A-Z][A-Z_]{2,40})%(?!%)/g, certain: false },
  { system: "another system’s", pattern: /##([\w. -]{2,40})##/g, certain: false },
  {
    system: "another system’s",
    pattern: /(?<![{$\w])\{\$?([\w. -]{2,40})(?:,\s*["“][^"”{}\n]*["”])?\}(?!\})/g,
    certain: false,
  },
  { system: "Braze’s", pattern: /\$\{([\w. -]{2,40})\}/g, certain: false },
  { system: "another system’s", pattern: /(?<![[\w])\[([A-Z][A-Z_ ]{2,40})\](?![[(:\]])/g, certain: false },
  { system: "another system’s", pattern: /\[\[([\w. -]{2,40})\]\]/g, certain: false },
  { system: "another system’s", pattern: /(?<![\w$])\$([\w. -]{2,40})\$(?![\w$])/g, certain: false },
];

/**
 * Merge tags of other systems, which would be mailed as they stand. Looked for in what the author typed: Markdown makes emphasis of
 * `*|FNAME|*`, and nothing is left to be found. `text` is a part of the file that begins at `at`, with code blanked; `names` are our tags.
 */
export function lintForeignTags(
  text: string,
  at: number,
  names: readonly string[],
  report: SourceReporter,
): void {
  for (const { system, pattern, certain } of FOREIGN) {
    for (const match of text.matchAll(pattern)) {
      const [source, name = ""] = match;
      if (text[match.index - 1] === "\\" || !(certain || isField(name.trim(), names))) continue;
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
          // One that can be accepted may be meant as it stands.
          fix: certain && tag !== null ? { start, end: start + source.length, text: tag } : null,
        },
      );
    }
  }
}

/** Our tag, with the fallback that the other system's has behind its name. */
function tagWith(ours: string, source: string, name: string): string {
  const rest = source.slice(source.indexOf(name) + name.length);
  const fallback = /^\s*[|,:]\s*(?:fallback=)?["“]?([\p{L} ]+?)["”]?\s*(?:\|\*|\]\$|\]\]|\]|\})$/u.exec(
    rest,
  )?.[1];
  return ours.startsWith("urls.") || fallback === undefined
    ? `{{ ${ours} }}`
    : `{{ ${ours} | default: "${fallback}" }}`;
}
