import type { Newsletter } from "#src/model/newsletter.ts";
import { TOKEN } from "#src/model/merge-tag.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";

type Place = Extract<Newsletter["share"][number], string>;

/** `{url}` and `{title}` are encoded. None of them learns of a reader before the reader follows it. */
const ADDRESSES: Readonly<Record<Exclude<Place, "mail" | "copy">, readonly [string, string]>> = {
  linkedin: ["LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"],
  bluesky: ["Bluesky", "https://bsky.app/intent/compose?text={title}%20{url}"],
  // Mastodon's own page, which asks for the reader's server; what stands behind # stays in the browser.
  mastodon: ["Mastodon", "https://share.joinmastodon.org/#text={title}%20{url}"],
  x: ["X", "https://x.com/intent/post?text={title}&url={url}"],
  whatsapp: ["WhatsApp", "https://wa.me/?text={title}%20{url}"],
};

/** The links of `::share` in the config's order, as words and an address; none where the issue is not online. */
export function shareLinks({
  newsletter,
  issue,
  urls,
}: TemplateInput): readonly { label: string; url: string }[] {
  const { web } = urls;
  if (web === null) return [];
  const words = wordsIn(newsletter, issue.lang).email;
  // A merge tag would tell everybody the name of the reader who shares.
  const title = new RegExp(TOKEN.source, "u").test(issue.title) ? newsletter.name : issue.title;
  const filled = (address: string) =>
    address.replaceAll(/\{(url|title)\}/g, (_, name: string) =>
      encodeURIComponent((name === "url" ? web : title).toWellFormed()),
    );
  return newsletter.share.map((place) => {
    if (typeof place !== "string") return { label: place.label, url: filled(place.url) };
    if (place === "mail")
      return { label: words.forward[0], url: filled("mailto:?subject={title}&body={url}") };
    if (place === "copy") return { label: words.copy, url: web };
    const [label, address] = ADDRESSES[place];
    return { label, url: filled(address) };
  });
}
