import { joinParts } from "#src/model/parts/read-parts.ts";
import type { Rule } from "#src/preflight/letter.ts";

const ATTRIBUTE = /<[a-z][^<>]*?\s(?:href|src|background)\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)')/gi;
const CSS = /\burl\(\s*(?:"|'|&quot;|&#(?:x27|39);)?(?<css>[^"'()&\s]+)/gi;

/** An email has no address of its own, so that one beginning at the root of a site leads nowhere. The issue's own are read earlier. */
export const checkAddresses: Rule = ({ email }, report) => {
  // A slot of an address is filled with a complete one.
  const html = joinParts(email.html, () => "https:").replace(/<!--[\s\S]*?-->/g, "");
  for (const address of new Set(addressesIn(html))) {
    if (!isRelative(address)) continue;
    const message = `Expected a complete address, found ${shown(address)}, which no mail client can open.`;
    report.error("link/relative", { inTemplate: address }, message, {
      hint: "Write the whole address, with https:// and the host.",
    });
  }
};

function addressesIn(html: string): readonly string[] {
  return [ATTRIBUTE, CSS].flatMap((pattern) =>
    [...html.matchAll(pattern)].map(({ groups }) => addressOf(groups ?? {})),
  );
}

function addressOf({ double, single, css }: Readonly<Record<string, string | undefined>>): string {
  return (double ?? single ?? css ?? "").replaceAll("&amp;", "&").trim();
}

/** An anchor stays in the email; an empty address is one that the template left out. */
function isRelative(address: string): boolean {
  return address !== "" && !address.startsWith("#") && !/^[a-z][a-z0-9+.-]*:/i.test(address);
}

function shown(address: string): string {
  return address.length > 80 ? `${address.slice(0, 79)}…` : address;
}
