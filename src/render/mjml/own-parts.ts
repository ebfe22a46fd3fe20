import type { MjmlNode } from "./mjml-node.ts";
import { parseSource } from "./parse-mjml.ts";
import type { Said } from "./said.ts";

/** The content of a column. In `mj-body` it gets a section of its own. */
interface OwnPart {
  /** If a template styles one of these classes, the part is made of MJML's own tags. */
  readonly looks: readonly string[];
  /** Padding of its own section. */
  readonly padding: string;
  /** As MJML's own tags. `side` is the space beside the text of the column. */
  readonly tags: (side: string) => string;
  /** As one text, the same bytes as in React. */
  readonly plain: (side: string) => string;
}

const SECTION = `css-class="lp-section" direction="[[ issue.dir ]]"`;
const COLUMN = `direction="[[ issue.dir ]]"`;

function sectionOf(padding: string, flow: string): string {
  return `<mj-section padding="${padding}" ${SECTION}><mj-column ${COLUMN}>${flow}</mj-column></mj-section>`;
}

const masthead = (side: string) => `
  <issue-nameplate padding="${flat(side)}" />
  <issue-dateline padding="0 ${side} 14px" />
  <mj-divider css-class="lp-mj-ink-rule" padding="${flat(side)}" border-width="2px" border-color="[[ theme.light.ink ]]" />`;

const cover = (side: string) => `<issue-picture padding="${flat(side)}" />`;

const footer = (side: string) => `
  <mj-divider css-class="lp-mj-rule" border-width="1px" border-color="[[ theme.light.rule ]]" padding="0 ${side} 20px" />
  <issue-reason padding="0 ${side} 10px" />
  <issue-links padding="${flat(side)}" />`;

/** A padding without space above and below. */
function flat(side: string): string {
  return side === "0" ? "0" : `0 ${side}`;
}

/** Our parts, written in MJML, so that a template may copy one as it stands and change it. */
const OWN_PARTS: Readonly<Record<string, OwnPart>> = {
  /** The logo or the newsletter's name, the number and date, and the link to read online. In `mj-column` or in `mj-body`. */
  "issue-masthead": {
    looks: ["issue-nameplate", "issue-quiet"],
    padding: "28px 24px 0",
    tags: masthead,
    plain: (side) => `<issue-masthead-text padding="${flat(side)}" />`,
  },
  /** The cover image with its caption; nothing if the issue has none. In `mj-column` or in `mj-body`. */
  "issue-cover": { looks: [], padding: "0 24px", tags: cover, plain: cover },
  /** Why the reader gets this, the postal address, and the links. In `mj-column` or in `mj-body`. */
  "issue-footer": {
    looks: ["issue-quiet", "issue-links"],
    padding: "20px 24px 48px",
    tags: footer,
    plain: (side) => `<issue-footer-text padding="${flat(side)}" />`,
  },
};

const parsed = new Map<string, readonly MjmlNode[]>();

/** Returns the nodes that one of our parts stands for, with their placeholders still to be filled; null for any other tag. */
export function ownPart(
  tag: string,
  { parent, side, said }: { readonly parent: string | null; readonly side: string; readonly said: Said },
): readonly MjmlNode[] | null {
  if (!Object.hasOwn(OWN_PARTS, tag)) return null;
  const { looks, padding, tags, plain } = OWN_PARTS[tag]!;
  const isFlow = parent === "mj-column" || parent === "mj-hero";
  const content = (said.has(...looks) ? tags : plain)(isFlow ? side : "0");
  const source = isFlow ? content : sectionOf(padding, content);
  const nodes = parsed.get(source) ?? childrenOf(source);
  parsed.set(source, nodes);
  return nodes;
}

function childrenOf(source: string): readonly MjmlNode[] {
  return parseSource(`<mj-body>${source}</mj-body>`, "letterpress").children ?? [];
}

/** Returns the space beside the text of a column, as the template's `<mj-attributes>` say, or else MJML's own. */
export function sideOf(said: Said): string {
  const [top, side = top] = (said.of("mj-text", "padding") ?? "10px 25px").split(/\s+/);
  return side ?? "25px";
}
