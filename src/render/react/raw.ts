import { createElement, type ReactElement } from "react";
import { RAW_TAG } from "./raw-markers.ts";

/**
 * Inserts HTML unchanged, for what React cannot print: comments, and so Outlook's conditional comments. The email has no element
 * around this HTML. Never pass text of an issue to it, because it escapes nothing. `<Raw html="<!--[if mso]>…<![endif]-->" />`.
 * Throws nothing.
 */
export function Raw({ html }: { readonly html: string }): ReactElement {
  return createElement(RAW_TAG, { dangerouslySetInnerHTML: { __html: html } });
}
