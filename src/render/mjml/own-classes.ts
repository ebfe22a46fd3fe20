import type { TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { sides } from "#src/render/blocks/styles.ts";
import type { MjmlNode } from "./mjml-node.ts";

type Attributes = Readonly<Record<string, string>>;

/** The tag whose style in `<mj-attributes>` a class of ours must not override: with that style the template says how its own tags look. */
const TAG_OF: Readonly<Record<string, string>> = {
  "issue-button": "mj-button",
  "issue-image": "mj-image",
  "issue-rule": "mj-divider",
};

/**
 * Puts the look of our classes in front of the template's own: type and colours from the theme, no padding. A class that the template
 * writes itself overrides what it names and keeps the rest. A template without a head gets one.
 */
export function withOwnClasses(root: MjmlNode, input: TemplateInput): MjmlNode {
  const children = root.children ?? [];
  const head = children.find(({ tagName }) => tagName === "mj-head") ?? {
    ...placed(root, "mj-head"),
    children: [],
  };
  const said = (head.children ?? [])
    .filter(({ tagName }) => tagName === "mj-attributes")
    .flatMap((node) => node.children ?? []);
  const classes = Object.entries(looks(input)).map(([name, look]) => {
    const tag = said.filter(({ tagName }) => tagName === TAG_OF[name]);
    const own = new Set(tag.flatMap(({ attributes = {} }) => Object.keys(attributes)));
    const rest = Object.entries(look)
      .filter(([attribute]) => !own.has(attribute))
      .map(([attribute, value]) => [attribute, escapeHtml(value)] as const);
    return { ...placed(root, "mj-class"), attributes: { name, ...Object.fromEntries(rest) } };
  });
  const first = { ...placed(root, "mj-attributes"), children: classes };
  const complete = { ...head, children: [first, ...(head.children ?? [])] };
  return { ...root, children: [complete, ...children.filter((child) => child !== head)] };
}

/** A node of ours carries the place of the template's root, so that MJML's findings name a file that exists. */
function placed({ line, file, absoluteFilePath }: MjmlNode, tagName: string): MjmlNode {
  return { tagName, attributes: {}, ...({ line, file, absoluteFilePath } as Partial<MjmlNode>) };
}

function looks({ theme, issue }: TemplateInput): Readonly<Record<string, Attributes>> {
  const { light, sans, serif } = theme;
  const { start } = sides(issue.dir);
  const quiet = { "font-family": sans, "font-size": "14px", color: light.muted };
  return {
    /** The newsletter's name or logo in the masthead. */
    "issue-nameplate": {
      "font-family": serif,
      "font-size": "23px",
      "line-height": "30px",
      "font-weight": "700",
      color: light.ink,
    },
    /** Small print in masthead and footer. */
    "issue-quiet": { ...quiet, "line-height": "21px" },
    /** The footer's links. */
    "issue-links": { ...quiet, "line-height": "28px", align: start },
    /** The captions of images. */
    "issue-caption": { ...quiet, "font-size": "13px", "line-height": "1.45" },
    /** Images. */
    "issue-image": { align: start },
    /** Horizontal rules: `---`. */
    "issue-rule": { "border-width": "1px", "border-color": light.rule },
    /** Buttons. */
    "issue-button": {
      align: start,
      "inner-padding": "12px 24px",
      "border-radius": "4px",
      "font-family": sans,
      "font-size": "16px",
      "line-height": "1.25",
      "font-weight": "600",
      "background-color": light.accent,
      color: light.onAccent,
    },
    /** Added to `issue-button` for a secondary button, the quieter one of two. */
    "issue-button-secondary": {
      "inner-padding": "10px 22px",
      border: `2px solid ${light.accent}`,
      "background-color": "transparent",
      color: light.accent,
    },
    /** The `mj-text` of all other blocks. It sets no style. */
    "issue-text": {},
    /** The sections of `<issue-body />` in `mj-body`. It sets no style. */
    "issue-section": {},
    /** A section with the issue's columns side by side. It sets no style. */
    "issue-columns": {},
    /** One of these columns. It sets no style. */
    "issue-column": {},
  };
}
