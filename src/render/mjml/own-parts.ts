import type { MjmlNode } from "./mjml-node.ts";
import { parseSource } from "./parse-mjml.ts";
import type { Said } from "./said.ts";

/** The content of a column. It has a section of its own where the tag stands in `mj-body`. */
interface OwnPart {
  /** Classes of a template that make MJML's own tags of it, for them to style. */
  readonly looks: readonly string[];
  /** Of its own section. */
  readonly padding: string;
  /** `side` is the space beside the text of the column. */
  readonly tags: (side: string) => string;
  /** The same bytes as in React. */
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

/** No space above and below. */
function flat(side: string): string {
  return side === "0" ? "0" : `0 ${side}`;
}

/** In MJML's own language, so that a template may take one over as it stands and change it. */
const OWN_PARTS: Readonly<Record<string, OwnPart>> = {
  /** Logo or name, number and date, and the link to read online. In `mj-body`, because it has sections of its own. */
  "issue-masthead": {
    looks: ["issue-nameplate", "issue-quiet"],
    padding: "28px 24px 0",
    tags: masthead,
    plain: (side) => `<issue-masthead-text padding="${flat(side)}" />`,
  },
  /** The cover image with its caption; nothing where the issue has none. In `mj-column` or in `mj-body`. */
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

/** The nodes that one of our parts stands for, their placeholders still to be filled; null for any other tag. */
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

/** The space beside the text of a column, as the template's `<mj-attributes>` say; MJML's own where they say nothing. */
export function sideOf(said: Said): string {
  const [top, side = top] = (said.of("mj-text", "padding") ?? "10px 25px").split(/\s+/);
  return side ?? "25px";
}
