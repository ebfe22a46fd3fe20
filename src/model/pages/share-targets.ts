/** Where a reader can share an issue. Only links: nothing of theirs is loaded, and nobody is told who has seen the page. */
export const SHARE_TARGETS = ["mail", "linkedin", "bluesky", "mastodon", "whatsapp", "x"] as const;
export type ShareTarget = (typeof SHARE_TARGETS)[number];

/** What readers call them; of `mail` the words are in the words tables. */
export const SHARE_NAMES: Readonly<Record<Exclude<ShareTarget, "mail">, string>> = {
  linkedin: "LinkedIn",
  bluesky: "Bluesky",
  mastodon: "Mastodon",
  whatsapp: "WhatsApp",
  x: "X",
};

/** The address that shares `url` (absolute) under `title` there. Throws nothing. */
export function shareUrl(target: ShareTarget, { url, title }: { url: string; title: string }): string {
  const [address, name] = [url, title].map((text) => encodeURIComponent(text.toWellFormed())) as [
    string,
    string,
  ];
  const both = `${name}%20${address}`;
  switch (target) {
    case "mail":
      return `mailto:?subject=${name}&body=${address}`;
    case "linkedin":
      return `https://www.linkedin.com/sharing/share-offsite/?url=${address}`;
    case "bluesky":
      return `https://bsky.app/intent/compose?text=${both}`;
    case "mastodon":
      return `https://share.joinmastodon.org/#text=${both}`;
    case "whatsapp":
      return `https://wa.me/?text=${both}`;
    case "x":
      return `https://x.com/intent/post?text=${name}&url=${address}`;
  }
}
