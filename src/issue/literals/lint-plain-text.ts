import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { isReference } from "./is-reference.ts";
import { shown } from "./literal.ts";

const EMPHASIS =
  /(?<![\w*])(\*{1,3})(?=[^\s*|])[^*\n]{0,200}(?<=[^\s*])\1(?![\w*])|(?<![\w_])(?!__\w+__)(_{1,3})(?=[^\s_])[^_\n]{0,200}(?<=[^\s_])\2(?![\w_])|(?<!~)~~(?=[^\s~])[^~\n]{0,200}(?<=[^\s~])~~(?!~)/g;
const LINK = /!?\[[^[\]\n]{1,200}\]\([^()\s]{1,500}\)/g;
const CODE = /(?<!`)(`{1,2})(?=[^\s`])[^`\n]{0,200}(?<=[^\s`])\1(?!`)/g;
const TAG =
  /<\/?(?:a|abbr|b|big|br|center|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|small|span|strike|strong|sub|sup|u)(?:\s[^<>\n]{0,200})?\/?>/gi;
const REFERENCE = /&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\w{1,12});/g;

/** Front matter is plain text: Markdown and HTML in a title would stand in the inbox as they were typed. `text` begins at `at`. */
export function lintPlainText(text: string, at: number, report: SourceReporter): void {
  for (const pattern of [EMPHASIS, LINK, CODE, TAG, REFERENCE])
    for (const match of text.matchAll(pattern)) {
      const [found] = match;
      if (pattern === REFERENCE && !isReference(found)) continue;
      report.warning(
        "markup/not-read",
        at + match.index,
        `${shown(found)} would be mailed as it stands: front matter is plain text.`,
        { hint: pattern === REFERENCE ? "Write the sign itself." : "Write the words alone." },
      );
    }
}
