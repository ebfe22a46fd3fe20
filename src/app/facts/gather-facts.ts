import type { Asset, Email } from "#src/model/email.ts";
import type { Asker, World } from "#src/app/facts/world.ts";
import {
  type EarlierIssue,
  type Facts,
  type ImageFacts,
  type ReaderFacts,
  known,
  unavailable,
} from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Segment } from "#src/model/segment.ts";
import type { Images, TemplateText } from "#src/model/template.ts";
import type { DeepLook } from "#src/app/judge/look-deeper.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

type How = "ask" | "kept" | "never";

/**
 * What each command asks, and whom. `ask`: now, or a short time ago; `kept`: only what an earlier command found
 * out, or, of readers, numbers of the last hour; `never`: the fact is unavailable. The job asks nobody outside,
 * because it runs every minute and must not wait for the servers of others; nor does a command that reads hundreds
 * of issues. `check` asks the links of all its issues before it composes the first, and hands the answers in.
 *
 * Facts that are not listed here have one answer for all commands: spelling and earlier issues come from files and
 * are always looked at, and a browser opens if `check --deep` hands one in.
 */
const ASKED: Readonly<Record<Asker, Readonly<Record<"readers" | "dns" | "spam" | "links", How>>>> = {
  check: { readers: "never", dns: "ask", spam: "ask", links: "ask" },
  plan: { readers: "ask", dns: "ask", spam: "ask", links: "kept" },
  send: { readers: "ask", dns: "ask", spam: "ask", links: "kept" },
  schedule: { readers: "ask", dns: "ask", spam: "ask", links: "kept" },
  tick: { readers: "kept", dns: "kept", spam: "never", links: "never" },
  watch: { readers: "kept", dns: "kept", spam: "never", links: "kept" },
  files: { readers: "kept", dns: "kept", spam: "never", links: "never" },
};

export interface FactsDeps {
  /** ms UTC. */
  readonly now: number;
  /** Null where none was opened, as for `check` and `build`. */
  readonly ledger: Ledger | null;
  /** Which command asks; `files` unless given, which asks nobody outside. */
  readonly by?: Asker;
  /** What is known of the readers if they are in no ledger. */
  readonly readers?: ReaderFacts | undefined;
  /** Absent where nobody outside may be asked. */
  readonly world?: World | undefined;
  /** The answers of other people's servers, from a command that has asked them. */
  readonly links?: Facts["links"];
  /** Looks at each email in a browser; absent where nobody asked for it. */
  readonly deep?: DeepLook;
}

interface Composed {
  readonly issue: Issue;
  readonly email: Email;
  readonly assets: readonly Asset[];
  readonly images: Images;
  readonly template: TemplateText;
  readonly source: string;
  /** The segment of the list that the issue is for; null for the whole list. */
  readonly segment?: Segment | null;
  /** Left out where no other issue was read. */
  readonly earlier?: readonly EarlierIssue[];
  /** Left out if the spelling was not looked at. */
  readonly spelling?: Facts["spelling"];
}

/** Gathers what preflight must know of the world. A fact that could not be found out is unavailable, with the reason. */
export async function gatherFacts(
  newsletter: Newsletter,
  {
    email,
    issue,
    assets,
    images,
    template,
    source,
    segment = null,
    earlier,
    spelling = known(null),
  }: Composed,
  {
    now,
    ledger,
    by = "files",
    world,
    readers,
    links,
    deep,
    root = null,
  }: FactsDeps & { readonly root?: string | null },
): Promise<Facts> {
  const asked = ASKED[by];
  const unknown = unavailable(
    newsletter.audience === "resend" ? "`letterpress plan` asks Resend" : "no ledger was opened",
  );
  const [measured, logo, ofLedger, dns, spam] = await Promise.all([
    imageFacts(assets, images),
    logoFact(newsletter, assets, images),
    ledger === null
      ? { readers: readers === undefined ? unknown : known(readers), pastLocalTime: unknown }
      : import("./ledger-facts.ts").then(({ ledgerFacts }) =>
          ledgerFacts(ledger, { email, issue, segment, now, mayBeKept: asked.readers === "kept" }),
        ),
    dnsFact(root, email, { now, how: asked.dns, world }),
    spamFact({ email, newsletter, slug: issue.slug, now }, { how: asked.spam, world }),
  ]);
  return {
    newsletter,
    source,
    template,
    now: known(now),
    images: known(measured),
    links: links ?? (await linksFact(root, { how: asked.links, now })),
    earlier: earlier === undefined ? unavailable("the other issues were not read") : known(earlier),
    spelling,
    logo,
    deep: deep === undefined ? known(null) : await deep.look(email),
    ...ofLedger,
    dns,
    spam,
  };
}

async function linksFact(
  root: string | null,
  { how, now }: { readonly how: How; readonly now: number },
): Promise<Facts["links"]> {
  if (how === "never" || root === null) return unavailable("only `letterpress check` asks other servers");
  return (await import("#src/app/fetch/kept-links.ts")).knownLinks(root, now);
}

const NOT_ASKED = "it is not asked here";
const OFFLINE = "--offline asks nobody";

async function dnsFact(
  root: string | null,
  email: Email,
  { now, how, world }: { readonly now: number; readonly how: How; readonly world: World | undefined },
): Promise<Facts["dns"]> {
  const name = `dns ${email.from} ${email.replyTo ?? ""}`;
  const { keepDomain, keptDomain } = await import("#src/app/facts/kept-domain.ts");
  const kept = root === null ? null : keptDomain(root, name, now);
  if (kept !== null && !isMoreToAsk(kept, how, world)) return kept;
  if (how !== "ask" || world === undefined) return unavailable(NOT_ASKED);
  if (world.offline) return unavailable(OFFLINE);
  const asking =
    world.domains.get(name) ??
    import("#src/app/facts/domain-facts.ts").then(async ({ domainFacts }) => {
      const fact = await domainFacts(email, world.network, world.askResend);
      if (root !== null) await keepDomain(root, name, now, fact);
      return fact;
    });
  world.domains.set(name, asking);
  return asking;
}

/** Whether Resend can be asked now and the kept facts lack its answer: `check` has no key, so what it kept says nothing of Resend. */
function isMoreToAsk(kept: Facts["dns"], how: How, world: World | undefined): boolean {
  if (how !== "ask" || world === undefined || world.offline || world.askResend === null) return false;
  return kept.kind === "known" && kept.value.atResend.kind === "unavailable";
}

async function spamFact(
  sample: {
    readonly email: Email;
    readonly newsletter: Newsletter;
    readonly slug: string;
    readonly now: number;
  },
  { how, world }: { readonly how: How; readonly world: World | undefined },
): Promise<Facts["spam"]> {
  if (how !== "ask" || world === undefined) return unavailable(NOT_ASKED);
  if (world.offline) return unavailable(OFFLINE);
  const { spamFacts } = await import("#src/app/facts/spam-facts.ts");
  return spamFacts(sample, world);
}

/** Looks at the light logo only if there is no dark one: then the light one stands on the dark paper. */
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

/** Measures the images. Those served from elsewhere are not among the assets, and nothing is known of them. */
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

/** Whether the first frame is one colour, apart from the small differences that a palette makes. */
async function isPlain(bytes: Uint8Array): Promise<boolean> {
  const { default: sharp } = await import("sharp");
  const { channels } = await sharp(bytes, { page: 0 }).stats();
  return channels.every(({ stdev }) => stdev < 1);
}

/** Returns the key of an image that the ledger serves, taken from its address; undefined for another address. */
export function assetKeyOf(url: string): string | undefined {
  return /\/a\/([0-9a-f]+)\.\w+$/.exec(url)?.[1];
}
