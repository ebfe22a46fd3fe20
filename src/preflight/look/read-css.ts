import parse, { type CssNode } from "css-tree/parser";

/** `value` has no `!important`, and is in small letters unless it holds quotes or brackets. */
export interface Declaration {
  readonly property: string;
  readonly value: string;
  readonly important: boolean;
}

/** A rule of a style sheet, with the at-rules that it stands in, such as `media (prefers-color-scheme:dark)`, the outermost first. */
export interface CssRule {
  readonly selectors: string;
  readonly within: readonly string[];
  readonly declarations: readonly Declaration[];
}

const RAW = { parseValue: false, parseRulePrelude: false, parseAtrulePrelude: false } as const;

/** Reads a style sheet as a browser does: what it cannot read is left out. At-rules without selectors in them have `selectors` "". */
export function readSheet(css: string): readonly CssRule[] {
  return [...rulesIn(parse(css, RAW).children, [])];
}

function* rulesIn(nodes: Iterable<CssNode>, within: readonly string[]): Generator<CssRule> {
  for (const node of nodes) {
    if (node.type === "Rule") {
      const declarations = [...node.block.children].flatMap(declarationOf);
      yield { selectors: node.prelude.value, within, declarations };
      // A nested rule: few mail programs know it, and the declarations around it are lost with it.
      for (const inner of node.block.children)
        if (inner.type === "Rule" || inner.type === "Atrule")
          yield* rulesIn([inner], [...within, `nesting ${node.prelude.value}`]);
    }
    if (node.type === "Atrule") {
      const name = `${node.name.toLowerCase()} ${node.prelude?.value ?? ""}`.trim();
      const inner = [...(node.block?.children ?? [])];
      const declarations = inner.flatMap(declarationOf);
      if (declarations.length > 0 || node.block === null)
        yield { selectors: "", within: [...within, name], declarations };
      yield* rulesIn(inner, [...within, name]);
    }
  }
}

/** Reads inline styles. Few of them differ, and each different one is read once. */
export function createStyleReader(): (style: string) => readonly Declaration[] {
  const known = new Map<string, readonly Declaration[]>();
  return (style) => {
    const found = known.get(style);
    if (found !== undefined) return found;
    const read = [...parse(style, { ...RAW, context: "declarationList" }).children].flatMap(declarationOf);
    known.set(style, read);
    return read;
  };
}

function declarationOf(node: CssNode): readonly Declaration[] {
  if (node.type !== "Declaration") return [];
  const value = node.value.value.trim();
  return [
    {
      property: node.property.toLowerCase(),
      value: /["'(]/.test(value) ? value : value.toLowerCase(),
      important: node.important !== false,
    },
  ];
}
