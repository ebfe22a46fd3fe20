import { TOKEN } from "#src/model/merge-tag.ts";
import type { WorldLetter, WorldRule } from "#src/preflight/letter.ts";
import { lookalike } from "./lookalike.ts";
import { personalLink } from "./personal-link.ts";
import { privatePage } from "./private-page.ts";
import { replaceUrl } from "./replace-url.ts";
import { isShortener } from "./shorteners.ts";
import { shownUrl } from "./shown-url.ts";
import { unwrapped } from "./unwrapped.ts";
import { withoutTracking } from "./without-tracking.ts";

/** Reports what an address brings along from where its author copied it, and addresses to which no reader should be led. */
export const checkCopiedLinks: WorldRule = (letter, report) => {
  const { links } = letter.issue;
  const own = letter.facts.newsletter.url;
  for (const link of links) {
    const plain = link.url.replace(TOKEN, "x");
    if (!/^https?:/i.test(plain) || !URL.canParse(plain) || `${plain}/`.startsWith(`${own}/`)) continue;
    const url = new URL(plain);
    const { place } = link;
    const shown = shownUrl(link.url);
    const instead = (by: string | null) => (by === null ? null : replaceUrl(letter, place, link.url, by));

    const label = lookalike(url.hostname);
    if (label !== null) {
      const message = `“${label}” is written with letters of two alphabets that look alike, as in an address for phishing.`;
      report.error("link/lookalike", place, message, {
        hint: "Open the site yourself, and copy its address from the browser.",
      });
    }
    const personal = personalLink(url);
    if (personal === "leaves") {
      const message = `${shown} is one subscriber's own link to leave another newsletter, probably yours.`;
      report.error("link/personal", place, message, {
        hint: "Remove it, or link to the page where that newsletter is subscribed to.",
      });
    } else if (personal === "counts") {
      const message = `${shown} was copied from a mail to you: each click on it counts as yours.`;
      report.warning("link/personal", place, message, {
        hint: "Open it, and copy the address of the page that it leads to.",
      });
    }
    const wrapper = unwrapped(url);
    if (wrapper !== null) {
      const message = `${url.hostname} stands between this link and the page it leads to.`;
      report.warning("link/wrapped", place, message, {
        hint:
          wrapper.target === null
            ? "Open it, and copy the address of the page."
            : `Write ${shownUrl(wrapper.target)}.`,
        fix: instead(wrapper.target),
      });
    }
    if (isShortener(url.hostname)) {
      const target = movedTo(letter, url);
      report.warning("link/shortener", place, `${shown} does not show where it leads.`, {
        hint: target === null ? "Open it, and copy the address of the page." : `Write ${shownUrl(target)}.`,
        fix: instead(target),
      });
    }
    const page = privatePage(link.url, url);
    if (page !== null) {
      report.warning("link/private-page", place, `${shown} leads to ${page.what}.`, {
        hint: "Link to the address that readers can open. Try it in a private window.",
        fix: instead(page.instead),
      });
    }
    const clean = withoutTracking(link.url, url.hostname);
    if (clean !== null && personal === null && page?.instead == null) {
      const names = clean.removed.join(", ");
      const message = `The link to ${url.hostname} brings along ${names}, which would count its readers as somebody else's.`;
      report.warning("link/tracking", place, message, {
        hint: `Write ${shownUrl(clean.url)}.`,
        fix: instead(clean.url),
      });
    }
  }
};

/** Where a short address leads, if it was asked. */
function movedTo({ facts }: WorldLetter, url: URL): string | null {
  const asked = new URL(url);
  asked.hash = "";
  const answer = facts.links.kind === "known" ? facts.links.value[asked.href] : undefined;
  return answer?.kind === "ok" ? answer.moved : null;
}
