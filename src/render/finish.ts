import escapeStringRegexp from "escape-string-regexp";
import { CONTROL } from "#src/model/email.ts";
import { errorAt } from "#src/model/errors.ts";
import type { Where } from "#src/model/finding.ts";
import type { Parts } from "#src/model/merge-tag.ts";
import type { Template, TemplateInput } from "#src/model/template.ts";
import { cutHtml, type Constants } from "#src/render/message/cut-slots.ts";
import { htmlRegions } from "#src/render/message/html-regions.ts";
import { withoutMarkers } from "#src/render/react/raw-markers.ts";
import { completeDocument } from "./complete-document.ts";
import { footerFault } from "./footer-fault.ts";
import { readTree } from "./html-tree.ts";
import { lineOf } from "./line-of.ts";
import { sayInHtml } from "./say-in-html.ts";

interface Finish extends Constants {
  readonly template: Template;
  readonly input: TemplateInput;
  /** False only for an email that has nothing to unsubscribe from yet: the confirmation of a subscription. */
  readonly unsubscribes: boolean;
}

/**
 * Turns a family's output into an email's parts: removes markers, adds what the template left out, and cuts tokens into slots. Throws
 * LetterpressError `template/failed` at the template's line for what nobody but its author can add or correct.
 */
export function finish(rendered: string, options: Finish): Parts {
  const { template, input } = options;
  const tree = readTree(sayInHtml(withoutMarkers(rendered)).trim());
  const html = completeDocument(tree, input);
  const fail = (message: string, hint?: string, line: number | null = null): never => {
    const where: Where = { file: template.path, line, column: null };
    throw errorAt("template/failed", where, message, hint === undefined ? {} : { hint });
  };
  // Components of react-email copy the properties of a style. A style given as text is copied letter by letter, and React reports nothing.
  if (/\sstyle="(?:[^"]*;)?0:[^;"];1:/.test(html)) {
    const hint = 'Write it as an object: style={{ color: "red" }}.';
    return fail("a style is given as text.", hint, lineOf(template, /\sstyle=["']/));
  }
  const damage = damageOf(html);
  if (damage !== null) return fail(damage);
  const parts = cutHtml(html, htmlRegions(html), options, ({ what, reason, offset }) => {
    const near = offset === null ? "" : `: "${quoted(html, offset)}"`;
    if (what === "part")
      return fail(`a part for some readers is ${reason}${near}.`, WHOLE, lineOf(template, BODY));
    return fail(`a merge tag is ${reason}${near}. Put it into text, an attribute or a link.`);
  });
  const hasLink = parts.some(
    (part) =>
      typeof part !== "string" &&
      "tag" in part &&
      part.context === "url" &&
      options.tags[part.tag]?.name === "urls.unsubscribe",
  );
  const leaves = hasLink || !options.unsubscribes;
  const fault = footerFault(tree, input, { template, leaves });
  if (fault === null) return parts;
  const place = fault.comment === null ? BODY : new RegExp(escapeStringRegexp(fault.comment));
  return fail(fault.message, fault.hint, lineOf(template, place));
}

const WHOLE = "Place the body with <IssueBody {...input} />, or all of what blockHtml returns for a block.";

/** Where the template places the issue: a missing footer belongs below it. */
const BODY = /<(?:IssueBody|issue-body)\b/;

/** Returns what in the HTML no mail program could show, or null. */
function damageOf(html: string): string | null {
  if (/%EE%80%8[0-2]|&#x?(?:E00[0-2]|5734[4-6]);/i.test(html)) {
    return "a merge tag was encoded, so that it could not be filled. Pass the address on as it is.";
  }
  const control = CONTROL.exec(html);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `found the control character U+${code} near "${quoted(html, control.index)}"; Gmail cuts a message at one.`;
  }
  return html.isWellFormed() ? null : "found half of a surrogate pair, which cannot be encoded.";
}

function quoted(html: string, offset: number): string {
  return html.slice(Math.max(0, offset - 30), offset + 10).replace(/\s+/g, " ");
}
