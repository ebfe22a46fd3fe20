import { TOKEN } from "#src/model/merge-tag.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** Whole link texts that say nothing out of context, as screen readers list links. */
const GENERIC = new Set(
  [
    "click here|here|more|read more|learn more|see more|link|this link|this|continue reading",
    "hier|hier klicken|mehr|mehr lesen|weiterlesen|mehr erfahren",
    "ici|cliquez ici|en savoir plus|lire la suite|plus",
    "aquí|haz clic aquí|más|leer más|ver más|clic aquí",
    "aqui|clique aqui|mais|leia mais|saiba mais",
  ].flatMap((line) => line.split("|")),
);

/** Where the issue's own links lead, and what they say. Schemes are refused when the issue is parsed. */
export const checkLinks: Rule = ({ issue, facts }, report) => {
  for (const link of issue.links) {
    const text = link.text.replace(TOKEN, "…").trim();
    if (text === "") {
      report.error("link/no-text", link.place, `The link to ${shown(link.url)} has no words.`, {
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
    const trap = own ? null : trapOf(url);
    if (trap !== null) {
      report.error("link/unreachable", link.place, `The link to ${shown(link.url)} ${trap}.`, {
        hint: "Link to the address that readers can open.",
      });
    }
    const claimed = claimedHost(text);
    if (claimed !== null && bare(claimed) !== bare(url.hostname)) {
      const message = `The link says ${claimed} but leads to ${url.hostname}, as a phishing mail would.`;
      report.error("link/another-host", link.place, message, {
        hint: "Name the same host in the words and in the address.",
      });
    }
  }
};

/** Null for what is not a web address: mailto, a link to another issue, an address that is a merge tag. */
function asUrl(text: string): URL | null {
  const url = text.replace(TOKEN, "x");
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url) : null;
}

function trapOf(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isLocalName = /(?:^localhost|\.(?:localhost|local|test|internal|invalid))$/.test(host);
  if (
    isLocalName ||
    /^(?:127|10|0)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^(?:::1$|f[cd])/.test(host)
  ) {
    return "works only on this machine or network";
  }
  return url.username !== "" || url.password !== "" ? "holds a user name or password" : null;
}

/** The host a link text shows, where the whole text is an address. */
function claimedHost(text: string): string | null {
  const match =
    /^(?:https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,})(?::\d+)?(?:[/?#]\S*)?$/iu.exec(
      text,
    );
  const host = match?.[1]?.toLowerCase() ?? null;
  // `main.ts` or `Node.js` in a link looks like a host: without a scheme or a path only common endings count.
  const sure =
    /^https?:|\/|^www\./i.test(text) || /\.(?:com|org|net|edu|gov|io|dev|info|pe|es|de|uk)$/.test(host ?? "");
  return sure ? host : null;
}

function bare(host: string): string {
  return (URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : host).replace(/^www\./, "");
}

function shown(url: string): string {
  const plain = url.replace(TOKEN, "{{…}}");
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
