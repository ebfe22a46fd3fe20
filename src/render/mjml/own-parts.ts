import { errorAt } from "#src/model/errors.ts";
import type { Where } from "#src/model/finding.ts";
import type { MjmlNode } from "./mjml-node.ts";
import { parseSource } from "./parse-mjml.ts";

/** The content of a column, and the sections that hold it where the tag stands in `mj-body`. */
interface OwnPart {
  readonly sections: string;
  /** Null where it needs sections of its own. `side` is the space beside the text of the column. */
  readonly flow: ((side: string) => string) | null;
}

const SECTION = `css-class="lp-section" direction="[[ issue.dir ]]"`;
const COLUMN = `direction="[[ issue.dir ]]"`;
const START = `align="[[ issue.start ]]" padding="0"`;

function sectionOf(padding: string, flow: string): string {
  return `<mj-section padding="${padding}" ${SECTION}><mj-column ${COLUMN}>${flow}</mj-column></mj-section>`;
}

/** With images off, the logo's alt text looks like the name in type. What hides an image hides its link, too. */
function logo(scheme: "light" | "dark", shown: string, hidden: string): string {
  const type =
    "font-family: [[ theme.serif]]; font-size: 23px; line-height: 30px; font-weight: 700; color: [[ theme.light.ink]]";
  const image = `src="[[ logo.${scheme} ]]" alt="[[ logo.alt ]]" width="[[ logo.pixels ]]" height="[[ logo.height ]]"`;
  const style = `display: block; max-width: 100%; border: none; ${type}${hidden}`;
  return `<a${shown && ` class="${shown}"`} href="[[ logo.url ]]" style="text-decoration: none${hidden}"><img ${image} class="${`${shown} lp-ink`.trim()}" style="${style}" /></a>`;
}

const HIDDEN = "; display: none; mso-hide: all";
const NAMEPLATE = `
    <mj-text if="logo.light !logo.dark" mj-class="issue-nameplate" ${START}>${logo("light", "", "")}</mj-text>
    <mj-text if="logo.light logo.dark" mj-class="issue-nameplate" ${START}>${logo("light", "lp-logo-light", "")}${logo("dark", "lp-logo-dark", HIDDEN)}</mj-text>
    <mj-text if="!logo.light" mj-class="issue-nameplate" ${START} css-class="lp-mj-ink" font-size="23px" line-height="30px" font-weight="700">[[ newsletter.name ]]</mj-text>`;

const DATELINE = `
<mj-section padding="2px 24px 14px" ${SECTION}>
  <mj-group ${COLUMN}>
    <mj-column width="70%" vertical-align="bottom" ${COLUMN}>
      <mj-text if="issue.dateline" mj-class="issue-quiet" css-class="lp-mj-muted" align="[[ issue.start ]]" padding="0 6px 0 0">[[ issue.dateline ]]</mj-text>
    </mj-column>
    <mj-column width="30%" vertical-align="bottom" ${COLUMN}>
      <mj-text if="words.view_online" mj-class="issue-quiet" css-class="lp-mj-muted" padding="0" align="[[ issue.end ]]"><a
          class="lp-quiet"
          href="[[ urls.web ]]"
          style="color: [[ theme.light.muted]]; text-decoration: underline"
          >[[ words.view_online ]]</a
        ></mj-text>
    </mj-column>
  </mj-group>
</mj-section>`;

const INK_RULE = `<mj-divider css-class="lp-mj-ink-rule" padding="0" border-width="2px" border-color="[[ theme.light.ink ]]" />`;

const cover = (side: string) => `
  <mj-image if="cover.url" mj-class="issue-image" padding="24px ${side} 8px" src="[[ cover.url ]]" alt="[[ cover.alt ]]" width="[[ cover.width ]]" />
  <mj-text if="cover.caption" mj-class="issue-caption" css-class="lp-mj-muted" align="[[ issue.start ]]" padding="${flat(side)}">[[ cover.caption ]]</mj-text>`;

const small = (side: string) =>
  `mj-class="issue-quiet" css-class="lp-mj-muted" align="[[ issue.start ]]" padding="0 ${side} 10px"`;
const footer = (side: string) => `
  <mj-divider css-class="lp-mj-rule" border-width="1px" border-color="[[ theme.light.rule ]]" padding="0 ${side} 20px" />
  <mj-text ${small(side)}>[[ words.reason ]]</mj-text>
  <mj-text ${small(side)}>[[ newsletter.postal_address ]]</mj-text>
  <issue-links padding="${flat(side)}" />`;

/** No space above and below. */
function flat(side: string): string {
  return side === "0" ? "0" : `0 ${side}`;
}

/** In MJML's own language, so that a template may take one over as it stands and change it. */
const OWN_PARTS: Readonly<Record<string, OwnPart>> = {
  /** Logo or name, number and date, and the link to read online. In `mj-body`, because it has sections of its own. */
  "issue-masthead": {
    sections: `${sectionOf("28px 24px 0", NAMEPLATE)}${DATELINE}${sectionOf("0 24px", INK_RULE)}`,
    flow: null,
  },
  /** The cover image with its caption; nothing where the issue has none. In `mj-column` or in `mj-body`. */
  "issue-cover": { sections: sectionOf("0 24px", cover("0")), flow: cover },
  /** Why the reader gets this, the postal address, and the links. In `mj-column` or in `mj-body`. */
  "issue-footer": { sections: sectionOf("20px 24px 48px", footer("0")), flow: footer },
};

const parsed = new Map<string, readonly MjmlNode[]>();

/** The nodes that one of our parts stands for, their placeholders still to be filled; null for any other tag. */
export function ownPart(
  tag: string,
  { parent, side, where }: { readonly parent: string | null; readonly side: string; readonly where: Where },
): readonly MjmlNode[] | null {
  if (!Object.hasOwn(OWN_PARTS, tag)) return null;
  const { sections, flow } = OWN_PARTS[tag]!;
  const isFlow = parent === "mj-column" || parent === "mj-hero";
  if (isFlow && flow === null) {
    throw errorAt("template/failed", where, `<${tag}> has sections of its own.`, {
      hint: `Place <${tag} /> in <mj-body>, outside <${parent}>.`,
    });
  }
  const source = isFlow && flow !== null ? flow(side) : sections;
  const nodes = parsed.get(source) ?? childrenOf(source);
  parsed.set(source, nodes);
  return nodes;
}

function childrenOf(source: string): readonly MjmlNode[] {
  return parseSource(`<mj-body>${source}</mj-body>`, "letterpress").children ?? [];
}

/** The space beside the text of a column, as the template's `<mj-attributes>` say; MJML's own where they say nothing. */
export function sideOf(root: MjmlNode): string {
  const said = (root.children ?? [])
    .filter(({ tagName }) => tagName === "mj-head")
    .flatMap(({ children = [] }) => children.filter(({ tagName }) => tagName === "mj-attributes"))
    .flatMap(({ children = [] }) => children);
  const padding = (tag: string) => said.findLast(({ tagName }) => tagName === tag)?.attributes?.["padding"];
  const [top, side = top] = String(padding("mj-text") ?? padding("mj-all") ?? "10px 25px").split(/\s+/);
  return side ?? "25px";
}
