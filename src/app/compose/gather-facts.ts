import type { Asset, Email } from "#src/model/email.ts";
import { type Facts, type ImageFacts, known, unavailable } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images, TemplateText } from "#src/model/template.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

export interface FactsDeps {
  /** ms UTC. */
  readonly now: number;
  /** Null where none was opened, as for `check` and `build`. */
  readonly ledger: Ledger | null;
  /** What was asked of other people's servers before; missing where nothing may wait for them, as in a tick. */
  readonly links?: Facts["links"];
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
  { now, ledger, links }: FactsDeps,
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
    links: links ?? unavailable("only `letterpress check` asks other servers"),
    ...ofLedger,
  };
}

/** Images served from elsewhere are not among the assets, and nothing is known of them. */
async function imageFacts(assets: readonly Asset[], images: Images): Promise<Record<string, ImageFacts>> {
  const byKey = new Map(assets.map((asset) => [asset.key, asset]));
  const facts: Record<string, ImageFacts> = {};
  for (const [src, { url, width, height }] of Object.entries(images)) {
    const asset = byKey.get(assetKeyOf(url) ?? "");
    if (asset === undefined) continue;
    const { default: sharp } = await import("sharp");
    const { width: pixelWidth, pages = 1 } = await sharp(asset.bytes).metadata();
    const measured = { bytes: asset.bytes.length, pixelWidth, shownWidth: width, shownHeight: height };
    const isBlank = pages > 1 && (await isPlain(asset.bytes));
    facts[src] = isBlank ? { ...measured, blankStart: true } : measured;
  }
  return facts;
}

/** Whether the first frame is one colour, but for what a palette leaves of it. */
async function isPlain(bytes: Uint8Array): Promise<boolean> {
  const { default: sharp } = await import("sharp");
  const { channels } = await sharp(bytes, { page: 0 }).stats();
  return channels.every(({ stdev }) => stdev < 1);
}

/** The key of an image that is served from the ledger, from its address. */
export function assetKeyOf(url: string): string | undefined {
  return /\/a\/([0-9a-f]+)\.\w+$/.exec(url)?.[1];
}
