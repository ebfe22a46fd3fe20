import type { Newsletter } from "#src/model/newsletter.ts";

type Place = Extract<Newsletter["share"][number], string>;

/** `{url}` and `{title}` are encoded. None of these sites learns of a reader before the reader follows its link. */
const ADDRESSES: Readonly<Record<Exclude<Place, "mail" | "copy">, readonly [string, string]>> = {
  linkedin: ["LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"],
  bluesky: ["Bluesky", "https://bsky.app/intent/compose?text={title}%20{url}"],
  // Mastodon's own page, which asks for the reader's server; the part after # stays in the browser.
  mastodon: ["Mastodon", "https://share.joinmastodon.org/#text={title}%20{url}"],
  x: ["X", "https://x.com/intent/post?text={title}&url={url}"],
  whatsapp: ["WhatsApp", "https://wa.me/?text={title}%20{url}"],
};

/**
 * The places on which readers share an issue, in the config's order, each with a label and an address. `issue` holds its absolute
 * address and its title; `words` are the labels of the mail to a friend and of the link itself, the latter null if that link would lead
 * to the page it stands on. Throws nothing.
 */
export function sharePlaces(
  { share }: Pick<Newsletter, "share">,
  issue: { readonly url: string; readonly title: string },
  words: { readonly mail: string; readonly copy: string | null },
): readonly { readonly label: string; readonly url: string }[] {
  const filled = (address: string) =>
    address.replaceAll(/\{(url|title)\}/g, (_, name: "url" | "title") =>
      encodeURIComponent(issue[name].toWellFormed()),
    );
  return share.flatMap((place) => {
    if (typeof place !== "string") return { label: place.label, url: filled(place.url) };
    if (place === "mail") return { label: words.mail, url: filled("mailto:?subject={title}&body={url}") };
    if (place === "copy") return words.copy === null ? [] : { label: words.copy, url: issue.url };
    const [label, address] = ADDRESSES[place];
    return { label, url: filled(address) };
  });
}
