import { joinParts } from "#src/model/parts/read-parts.ts";
import type { Rule } from "#src/preflight/letter.ts";
import { tagsOf } from "./tags-of.ts";

const HOLDING = new Set(["href", "src", "background"]);
const CSS = /\burl\(\s*(?:"|'|&quot;|&#(?:x27|39);)?([^"'()&\s]+)/gi;

/** Reports relative addresses: an email has no address of its own, so they lead nowhere. The issue's own links are checked earlier. */
export const checkAddresses: Rule = ({ email }, report) => {
  // A slot in an address is filled with a complete address.
  for (const address of new Set(addressesIn(joinParts(email.html, () => "https:")))) {
    if (!isRelative(address)) continue;
    const message = `Expected a complete address, found ${shown(address)}, which no mail client can open.`;
    report.error("link/relative", { inTemplate: address }, message, {
      hint: "Write the whole address, with https:// and the host.",
    });
  }
};

/** The addresses in attributes and style sheets: words about `url(…)` are no address. */
function addressesIn(html: string): readonly string[] {
  const attributes = tagsOf(html).flatMap((tag) => tag.attributes);
  const held = attributes.filter(([name]) => HOLDING.has(name)).map(([, value]) => value);
  const inline = attributes.filter(([name]) => name === "style").map(([, value]) => value);
  const seen = html.replace(/<!--[\s\S]*?-->/g, "");
  const sheets = [...seen.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style/gi)].map(([, css = ""]) => css);
  const styled = [...inline, ...sheets].flatMap((css) => [...css.matchAll(CSS)].map(([, url = ""]) => url));
  return [...held, ...styled].map((address) => address.replaceAll("&amp;", "&").trim());
}

/** An anchor stays in the email; an empty address is one that the template left out. */
function isRelative(address: string): boolean {
  return address !== "" && !address.startsWith("#") && !/^[a-z][a-z0-9+.-]*:/i.test(address);
}

function shown(address: string): string {
  return address.length > 80 ? `${address.slice(0, 79)}…` : address;
}
