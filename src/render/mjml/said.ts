import type { MjmlNode } from "./mjml-node.ts";

type Attributes = NonNullable<MjmlNode["attributes"]>;

/** What a template's `<mj-attributes>` say: looks of tags and of classes. */
export interface Said {
  /** The value that is set last for an attribute of a tag, `mj-all` included; undefined if none is set. */
  readonly of: (tag: string, attribute: string) => string | undefined;
  /** Whether the template has a look of its own for one of these tags or classes. */
  readonly has: (...names: readonly string[]) => boolean;
}

/** Reads the `<mj-attributes>` of a template. */
export function saidIn(root: MjmlNode): Said {
  const nodes = (root.children ?? [])
    .filter(({ tagName }) => tagName === "mj-head")
    .flatMap(({ children = [] }) => children.filter(({ tagName }) => tagName === "mj-attributes"))
    .flatMap(({ children = [] }) => children);
  const looks = (tag: string): Attributes[] =>
    nodes.flatMap(({ tagName, attributes }) => (tagName === tag && attributes ? [attributes] : []));
  const classes = looks("mj-class").map(({ name }) => name);
  return {
    of: (tag, attribute) =>
      [...looks("mj-all"), ...looks(tag)]
        .flatMap((look) => look[attribute] ?? [])
        .map(String)
        .at(-1),
    has: (...names) => names.some((name) => looks(name).length > 0 || classes.includes(name)),
  };
}
