import type { Asset, Email } from "#src/model/email.ts";
import { type Facts, type ImageFacts, known, unavailable } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images, TemplateText } from "#src/model/template.ts";
import type { DeepLook } from "#src/app/judge/look-deeper.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

export interface FactsDeps {
  /** ms UTC. */
  readonly now: number;
  /** Null where none was opened, as for `check` and `build`. */
  readonly ledger: Ledger | null;
  /** Looks at each email in a browser; absent where nobody asked for it. */
  readonly deep?: DeepLook;
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
    readonly source: string;
  },
  { now, ledger, deep }: FactsDeps,
): Promise<Facts> {
  const { email, issue, assets, images, template, source } = composed;
  const unknown = unavailable("no ledger was opened");
  const ofLedger =
    ledger === null
      ? { gaps: unknown, pastLocalTime: unknown }
      : await (await import("./ledger-facts.ts")).ledgerFacts(ledger, { email, issue, now });
  return {
    newsletter,
    source,
    template,
    now: known(now),
    images: known(await imageFacts(assets, images)),
    logo: await logoFact(newsletter, assets, images),
    deep: deep === undefined ? known(null) : await deep.look(email),
    ...ofLedger,
  };
}

/** Only where no dark logo takes its place: then the light one stands on the dark paper. */
async function logoFact(
  newsletter: Newsletter,
  assets: readonly Asset[],
  images: Images,
): Promise<Facts["logo"]> {
  const { logo } = newsletter.theme;
  const served = logo === undefined || logo.dark !== undefined ? undefined : images["logo:light"];
  const asset = assets.find(({ key }) => key === assetKeyOf(served?.url ?? ""));
  if (asset === undefined) return known(null);
  return known(await (await import("#src/app/judge/logo-facts.ts")).logoFacts(asset, newsletter));
}

/** Images served from elsewhere are not among the assets, and nothing is known of them. */
async function imageFacts(assets: readonly Asset[], images: Images): Promise<Record<string, ImageFacts>> {
  const byKey = new Map(assets.map((asset) => [asset.key, asset]));
  const facts: Record<string, ImageFacts> = {};
  for (const [src, { url, width }] of Object.entries(images)) {
    const asset = byKey.get(assetKeyOf(url) ?? "");
    if (asset === undefined) continue;
    const { default: sharp } = await import("sharp");
    const { width: pixelWidth } = await sharp(asset.bytes).metadata();
    facts[src] = { bytes: asset.bytes.length, pixelWidth, shownWidth: width };
  }
  return facts;
}

/** The key of an image that is served from the ledger, from its address. */
export function assetKeyOf(url: string): string | undefined {
  return /\/a\/([0-9a-f]+)\.\w+$/.exec(url)?.[1];
}
