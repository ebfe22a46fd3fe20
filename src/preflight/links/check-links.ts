import { TOKEN } from "#src/model/merge-tag.ts";
import type { Rule } from "#src/preflight/letter.ts";
import { isPlaceholderHost } from "#src/preflight/content/check-link-placeholder.ts";
import { isPrivateHost } from "./private-host.ts";
import { isSameSite } from "./same-site.ts";
import { shownUrl } from "./shown-url.ts";

/** Link texts that say nothing by themselves: screen readers list links out of their context. */
const GENERIC = new Set(
  [
    "click here|click me|click this|click|here|right here|more|read more|read on|learn more|see more|link|this link|this|continue reading",
    "more info|more information|details|more details|this page|this article|this post",
    "hier|hier klicken|klicken sie hier|klick hier|mehr|mehr lesen|weiterlesen|mehr erfahren|dieser link|mehr infos|mehr dazu|weitere infos|zum artikel|dieser artikel",
    "ici|cliquez ici|cliquez-ici|en savoir plus|lire la suite|plus|voir plus|ce lien|plus d'infos|plus d’infos|en voir plus|cet article",
    "aquí|haz clic aquí|haga clic aquí|pulsa aquí|más|leer más|ver más|clic aquí|este enlace|saber más|más información|más info|seguir leyendo|este artículo",
    "aqui|clique aqui|mais|leia mais|saiba mais|ver mais|veja mais|este link|mais informações|continue lendo|ler mais|este artigo",
    "هنا|اضغط هنا|انقر هنا|المزيد|اقرأ المزيد|هذا الرابط",
  ].flatMap((line) => line.split("|")),
);

/** Checks where the issue's own links lead, and what they say. Schemes are refused when the issue is parsed. */
export const checkLinks: Rule = ({ issue, facts }, report) => {
  for (const link of issue.links) {
    const text = link.text.replace(TOKEN, "…").trim();
    if (text === "") {
      report.error("link/no-text", link.place, `The link to ${shownUrl(link.url)} has no words.`, {
        hint: "Write what it leads to, or give its image an alt text.",
      });
    }
    if (GENERIC.has(text.toLowerCase().replace(/[\s.…!→»›>]+$/u, ""))) {
      report.warning("link/generic-text", link.place, `“${text}” does not say where the link leads.`, {
        hint: "Link words that name the page.",
      });
    }
    const url = asUrl(link.url);
    if (url === null) continue;
    // The newsletter's own address is its author's to choose; a rehearsal has it on this machine.
    const own = link.url.startsWith(`${facts.newsletter.url}/`);
    const trap = own ? null : trapOf(url, TOKEN.test(link.url));
    if (trap !== null) {
      report.error("link/unreachable", link.place, `The link to ${shownUrl(link.url)} ${trap}.`, {
        hint: "Link to the address that readers can open.",
      });
    }
    if (/%7B(?:%7B|%25)/i.test(link.url)) {
      const message = `The link to ${shownUrl(link.url)} seems to hold a merge tag, which nothing fills in.`;
      report.warning("link/encoded-tag", link.place, message, {
        hint: "Write the tag with its braces: {{ subscriber.first_name }}.",
      });
    }
    const claimed = claimedHost(text);
    if (claimed !== null && !isSameSite(claimed.host, url.hostname)) {
      const message = `The link says ${claimed.host} but leads to ${url.hostname}, as a phishing mail would.`;
      const hint = "Name the same host in the words and in the address.";
      if (claimed.isAddress) report.error("link/another-host", link.place, message, { hint });
      else report.warning("link/another-host", link.place, message, { hint });
    }
  }
};

/** A web address; null for everything else: mailto, a link to another issue, an address that is a merge tag. */
function asUrl(text: string): URL | null {
  const url = text.replace(TOKEN, "x");
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url) : null;
}

function trapOf({ hostname, username, password }: URL, isPersonal: boolean): string | null {
  if (isPrivateHost(hostname)) return "works only on this machine or network";
  if (username !== "" || password !== "") return "holds a user name or password";
  if (hasEmptyLabel(hostname)) return `names a host that cannot exist, ${hostname}`;
  // A name without a dot is a machine of somebody's network, or the second scheme of `https://https://`.
  const isAlone = /^[^.[]+\.?$/.test(hostname) && !isPersonal && !isPlaceholderHost(hostname);
  return isAlone ? `names a host that only a network of one's own knows, ${hostname}` : null;
}

/** DNS has no name with two dots in a row or one in front; one dot at the end is the root’s. */
function hasEmptyLabel(host: string): boolean {
  return host.replace(/\.$/, "").split(".").includes("");
}

/** Endings that people write as an address. Others are more often in the name of a product: draw.io, Node.js, last.fm. */
const ADDRESS_ENDINGS = /\.(?:com|org|net|edu|gov|mil|int|info|biz)(?:\.[a-z]{2})?$/;

/**
 * The host that a link text shows, if the whole text is an address. `isAddress` is true with a scheme, `www.` or a path, which can be
 * nothing else; a bare name may be a company's, such as Booking.com.
 */
function claimedHost(text: string): { readonly host: string; readonly isAddress: boolean } | null {
  const match =
    /^(?:https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,})(?::\d+)?(?:[/?#]\S*)?$/iu.exec(
      text,
    );
  const host = match?.[1]?.toLowerCase() ?? null;
  if (host === null) return null;
  // `and/or.md` has no host, and `main.ts/index` is a path: without a scheme only common endings count.
  if (/^https?:|^www\./i.test(text)) return { host, isAddress: true };
  return ADDRESS_ENDINGS.test(host) ? { host, isAddress: text.includes("/") } : null;
}
