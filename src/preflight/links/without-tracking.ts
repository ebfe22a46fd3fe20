/** Parameters that say who clicked or on which advertisement, from the lists of AdGuard and ClearURLs. No page needs one. */
const CLICKS = new Set(
  [
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid igshid igsh li_fat_id rdt_cid epik srsltid",
    "mc_cid mc_eid ml_subscriber ml_subscriber_hash mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking",
    "vero_id vero_conv oly_enc_id oly_anon_id _kx ck_subscriber_id _bhlid s_kwcid rb_clickid wickedid __s",
  ].flatMap((line) => line.split(" ")),
);
/** Parameters that mean the same on these sites alone. */
const OF_SITES: readonly (readonly [host: RegExp, names: readonly string[]])[] = [
  [/(?:^|\.)(?:youtube\.com|youtu\.be|spotify\.com)$/, ["si"]],
  [/^(?:www\.|mobile\.)?(?:x|twitter)\.com$/, ["s", "t"]],
  [/(?:^|\.)linkedin\.com$/, ["trk", "rcm", "lipi"]],
];
/** Sources from which a reader of an email does not come. A newsletter that counts its own clicks writes its own name. */
const FOREIGN_SOURCES = new Set(
  [
    "twitter x t.co facebook fb instagram ig linkedin pinterest reddit tiktok youtube whatsapp telegram bluesky threads mastodon",
    "google bing duckduckgo yahoo chatgpt chatgpt.com openai perplexity copilot.com claude.ai gemini hackernews producthunt",
    "rss feedly pocket flipboard slack substack beehiiv hs_email",
  ].flatMap((line) => line.split(" ")),
);
const FOREIGN_MEDIA = new Set([
  "social",
  "cpc",
  "ppc",
  "paid",
  "paid_social",
  "organic",
  "rss",
  "ios_share",
  "android_app",
]);

/** The parameters by which a site says who shared its page. Elsewhere the same names say which page it is. */
export function sharingParameters(hostname: string): readonly string[] {
  return OF_SITES.find(([host]) => host.test(hostname))?.[1] ?? [];
}

/**
 * Returns an address without what the site of its copier added, and the names of what was removed; null if nothing was. `utm_…` stays
 * unless it says that readers come from elsewhere: then all of them go, because a half of them counts wrongly, too.
 */
export function withoutTracking(
  url: string,
  hostname: string,
): { readonly url: string; readonly removed: readonly string[] } | null {
  const [, base = "", query = "", hash = ""] = /^([^?#]*)\?([^#]*)(#.*)?$/s.exec(url) ?? [];
  if (query === "") return null;
  const fields = query.split("&").map((text) => {
    const [name = "", value = ""] = text.split("=");
    return { text, name: name.toLowerCase(), value: value.toLowerCase() };
  });
  const isForeign = fields.some(
    ({ name, value }) =>
      (name === "utm_source" && FOREIGN_SOURCES.has(value)) ||
      (name === "utm_medium" && FOREIGN_MEDIA.has(value)),
  );
  const ofSite = sharingParameters(hostname);
  const goes = ({ name }: { readonly name: string }) =>
    CLICKS.has(name) || ofSite.includes(name) || (isForeign && name.startsWith("utm_"));
  const removed = fields.filter(goes).map(({ name }) => name);
  if (removed.length === 0) return null;
  const left = fields.filter((field) => !goes(field)).map(({ text }) => text);
  return { url: `${base}${left.length === 0 ? "" : `?${left.join("&")}`}${hash}`, removed };
}
