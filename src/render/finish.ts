import { errorAt } from "#src/model/errors.ts";
import { whereOf } from "#src/model/finding.ts";
import type { Parts } from "#src/model/merge-tag.ts";
import { cutHtml, type Constants } from "#src/render/message/cut-slots.ts";
import { htmlRegions } from "#src/render/message/html-regions.ts";
import { withoutMarkers } from "#src/render/react/raw-markers.ts";

interface Finish extends Constants {
  /** The template's path, for messages. */
  readonly path: string;
  /** False only for an email that has nothing to unsubscribe from yet: the confirmation of a subscription. */
  readonly unsubscribes: boolean;
}

/**
 * A family's output as an email's parts: markers removed, the shell checked, tokens cut into slots. Repairs nothing
 * silently: throws LetterpressError `template/failed`, which says what the template must have.
 */
export function finish(rendered: string, options: Finish): Parts {
  const html = withoutMarkers(rendered).trim();
  const fail = (message: string): never => {
    throw errorAt("template/failed", whereOf(options.path, null), message);
  };
  const missing = shellFault(html);
  if (missing !== null) return fail(missing);
  const parts = cutHtml(html, htmlRegions(html), options, (reason, offset) =>
    fail(`a merge tag is ${reason}: "${quoted(html, offset)}". Put it into text, an attribute or a link.`),
  );
  const leaves = parts.some(
    (part) =>
      typeof part !== "string" &&
      part.context === "url" &&
      options.tags[part.tag]?.name === "urls.unsubscribe",
  );
  if (options.unsubscribes && !leaves) {
    return fail(
      "expected a link to urls.unsubscribe, found none. Every issue must let its readers unsubscribe.",
    );
  }
  return parts;
}

/** What the document's shell lacks, or null. No later step can repair any of these for readers. */
function shellFault(html: string): string | null {
  if (!/^<!doctype html/i.test(html)) return "expected a doctype first; without it clients use quirks mode.";
  const titles = [...html.matchAll(/<title[^>]*>([^]*?)<\/title>/gi)];
  if (titles.length !== 1 || titles[0]?.[1]?.trim() === "") {
    return `expected exactly one <title> with text, found ${titles.length}. Place <EmailHead> or <issue-head/> once, in the head.`;
  }
  const root = /<html\b[^>]*>/i.exec(html)?.[0] ?? "";
  if (!hasLanguage(root)) return "expected lang and dir on <html>.";
  const inner = /<body\b[^>]*>\s*(<[a-z][^>]*>)/i.exec(html)?.[1] ?? "";
  if (!hasLanguage(inner)) {
    return "expected lang and dir on the first element in <body> too: webmail drops <html> and <body>.";
  }
  if (/%EE%80%8[0-2]|&#x?(?:E00[0-2]|5734[4-6]);/i.test(html)) {
    return "a merge tag was encoded, so that it could not be filled. Pass the address on as it is.";
  }
  // oxlint-disable-next-line no-control-regex -- the pattern looks for these controls
  const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/.exec(html);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `found the control character U+${code} near "${quoted(html, control.index)}"; Gmail cuts a message at one.`;
  }
  return html.isWellFormed() ? null : "found half of a surrogate pair, which cannot be encoded.";
}

function hasLanguage(tag: string): boolean {
  return /\slang="[^"]+"/i.test(tag) && /\sdir="(?:ltr|rtl)"/i.test(tag);
}

function quoted(html: string, offset: number): string {
  return html.slice(Math.max(0, offset - 30), offset + 10).replace(/\s+/g, " ");
}
