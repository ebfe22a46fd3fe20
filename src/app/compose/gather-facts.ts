import sharp from "sharp";
import { type Asset, type Email, attributesUsed } from "#src/model/email.ts";
import { type Facts, type ImageFacts, known, unavailable } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images, TemplateText } from "#src/model/template.ts";
import { nearestInstant } from "#src/model/wall-clock.ts";
import { attributeGaps } from "#src/store/audience/attribute-gaps.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readersByZone } from "#src/store/audience/readers-by-zone.ts";

export interface FactsDeps {
  /** ms UTC. */
  readonly now: number;
  /** Null where none was opened, as for `check` and `build`. */
  readonly ledger: Ledger | null;
}

/** What preflight must know of the world. A fact that could not be found out is unavailable, with the reason. */
export async function gatherFacts(
  newsletter: Newsletter,
  composed: {
    readonly issue: Issue;
    readonly email: Email;
    readonly assets: readonly Asset[];
    readonly images: Images;
    readonly template: TemplateText;
  },
  { now, ledger }: FactsDeps,
): Promise<Facts> {
  const { email, issue, assets, images, template } = composed;
  const unknown = unavailable("no ledger was opened");
  return {
    newsletter,
    template,
    now: known(now),
    images: known(await imageFacts(assets, images)),
    gaps: ledger === null ? unknown : known(await attributeGaps(ledger, email.list, attributesUsed(email))),
    pastLocalTime:
      ledger === null ? unknown : known(await countPastLocalTime(ledger, email.list, issue.sendAt, now)),
  };
}

/** Only in the day between the first morning on earth and the last one are there both kinds of readers. */
async function countPastLocalTime(
  ledger: Ledger,
  list: string,
  sendAt: Issue["sendAt"],
  now: number,
): Promise<{ readers: number; past: number } | null> {
  if (sendAt?.kind !== "local" || sendAt.at > now) return null;
  const zones = await readersByZone(ledger.db, list, now);
  const past = zones.filter(
    ({ timezone }) => nearestInstant({ local: sendAt.local, zone: timezone ?? sendAt.zone }) <= now,
  );
  const sum = (of: typeof zones) => of.reduce((total, { readers }) => total + readers, 0);
  return { readers: sum(zones), past: sum(past) };
}

/** Images served from elsewhere are not among the assets, and nothing is known of them. */
async function imageFacts(assets: readonly Asset[], images: Images): Promise<Record<string, ImageFacts>> {
  const byKey = new Map(assets.map((asset) => [asset.key, asset]));
  const facts: Record<string, ImageFacts> = {};
  for (const [src, { url, width }] of Object.entries(images)) {
    const asset = byKey.get(assetKeyOf(url) ?? "");
    if (asset === undefined) continue;
    const { width: pixelWidth } = await sharp(asset.bytes).metadata();
    facts[src] = { bytes: asset.bytes.length, pixelWidth, shownWidth: width };
  }
  return facts;
}

/** The key of an image that is served from the ledger, from its address. */
export function assetKeyOf(url: string): string | undefined {
  return /\/a\/([0-9a-f]+)\.\w+$/.exec(url)?.[1];
}
