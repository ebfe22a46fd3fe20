import type { Node } from "oxc-parser";
import { childrenOf, declarationIn, openSource, proseOf } from "./source-file.ts";

/**
 * Returns the docstrings of an object schema in a file, by the path of their key: `lists.opt_in`. If a key names
 * another schema of the same file, that schema is read too. Zod knows types and defaults but not docstrings, and an
 * author's editor shows docstrings, not what Zod is told.
 */
export function docComments(path: string, schema: string): ReadonlyMap<string, string> {
  const file = openSource(path);
  const docs = new Map<string, string>();
  const read = (node: Node, at: string): void => {
    if (node.type === "Property" && node.key.type === "Identifier") {
      const own = at === "" ? node.key.name : `${at}.${node.key.name}`;
      const doc = file.docBefore(node.start);
      if (doc !== null) docs.set(own, proseOf(doc));
      return read(node.value, own);
    }
    const named = node.type === "Identifier" ? file.declarations.get(node.name) : undefined;
    if (named !== undefined && isValue(named.node)) return read(named.node, at);
    for (const child of childrenOf(node)) read(child, at);
  };
  read(declarationIn(file, schema).node, "");
  return docs;
}

/** A schema is a constant. What a function makes from it has no keys with docstrings of ours. */
function isValue({ type }: Node): boolean {
  return type !== "FunctionDeclaration" && !type.startsWith("TS");
}
