import { createElement, type ReactElement, type ReactNode } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { EmailHead } from "#src/render/email-head.ts";
import { ColumnWidth } from "./column-width.ts";
import { Preheader } from "./preheader.ts";
import { Raw } from "./raw.ts";
import { expectInput } from "./expect-input.ts";

/** Space beside the text, in px. */
const SIDE = 24;
const TABLE = {
  role: "presentation",
  align: "center",
  width: "100%",
  cellPadding: "0",
  cellSpacing: "0",
} as const;

/** `children` is the letter's content, `width` its width in px (640 if it is left out), and `head` adds to the head, such as `<Font>`. */
export type LetterProps = TemplateInput & {
  readonly width?: number;
  readonly head?: ReactNode;
  readonly children?: ReactNode;
};

/**
 * Renders the frame of an email: html, head, hidden preview text, and one column in the theme's paper colour. The content keeps
 * 24 px from the column's edges (20 px on phones). A table for Outlook for Windows keeps the column's width there.
 * `<Letter {...input}><IssueBody {...input} /></Letter>`. Throws InputMissing.
 */
export function Letter({ width = 640, head, children, ...input }: LetterProps): ReactElement {
  expectInput("Letter", input, ["issue", "theme"]);
  const { issue, theme } = input;
  const { lang, dir, subject } = issue;
  const paper = { backgroundColor: theme.light.paper };
  const open = `<!--[if mso]><table role="presentation" align="center" width="${width}" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->`;
  const inner = createElement(
    "td",
    { className: "lp-pad", style: { padding: `0 ${SIDE}px` } },
    createElement(ColumnWidth.Provider, { value: width - 2 * SIDE }, children),
  );
  const container = createElement(
    "table",
    { ...TABLE, className: "lp-paper", style: { maxWidth: width, ...paper } },
    createElement("tbody", null, createElement("tr", null, inner)),
  );
  // The element with language and direction is the first in the body: webmail drops `<html>` and `<body>`.
  const article = createElement(
    "div",
    {
      role: "article",
      "aria-roledescription": "email",
      "aria-label": subject,
      lang,
      dir,
      className: "lp-paper",
      style: { ...paper, wordBreak: "break-word" },
    },
    createElement(Preheader, input),
    createElement(Raw, { html: open }),
    container,
    createElement(Raw, { html: CLOSE }),
  );
  return createElement(
    "html",
    { ...NAMESPACES, dir, lang },
    createElement("head", null, ...HEAD, createElement(EmailHead, input), head),
    createElement("body", { className: "lp-paper", style: { ...paper, margin: 0, padding: 0 } }, article),
  );
}

const CLOSE = "<!--[if mso]></td></tr></table><![endif]-->";
const NAMESPACES = {
  "xmlns:v": "urn:schemas-microsoft-com:vml",
  "xmlns:o": "urn:schemas-microsoft-com:office:office",
};
const HEAD = [
  createElement("meta", { content: "text/html; charset=UTF-8", httpEquiv: "Content-Type" }),
  createElement("meta", { name: "x-apple-disable-message-reformatting" }),
];
