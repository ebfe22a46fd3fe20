import { createElement, type ReactElement } from "react";
import { RAW_TAG } from "./raw-markers.ts";

/**
 * HTML as it is, for what React cannot print: comments, and with them Outlook's conditionals. `finish` removes the
 * element around it. Never pass it text of an issue: nothing is escaped here. `<Raw html="<!--[if mso]>…<![endif]-->" />`.
 * Throws nothing.
 */
export function Raw({ html }: { readonly html: string }): ReactElement {
  return createElement(RAW_TAG, { dangerouslySetInnerHTML: { __html: html } });
}
