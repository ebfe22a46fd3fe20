import { readFileSync } from "node:fs";
import { type Node, parseSync } from "oxc-parser";

/**
 * The docstrings of an object schema in a file, by the path of their key: `lists.opt_in`. Schemas of the same file that a key
 * names are followed. Zod knows types and defaults but not these, and an author's editor shows them, not what Zod is told.
 */
export function docComments(file: string, schema: string): ReadonlyMap<string, string> {
  const source = readFileSync(file, "utf8");
  const { program, comments } = parseSync(file, source);
  const constants = new Map<string, Node>();
  for (const statement of program.body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === "Identifier" && init !== null) constants.set(id.name, init);
  }
  const before = (start: number): string | null => {
    const comment = comments.findLast(({ end }) => end <= start);
    if (comment?.value.startsWith("*") !== true || source.slice(comment.end, start).trim() !== "")
      return null;
    return comment.value.replaceAll(/\s*\n?\s*\*\s?/g, " ").trim();
  };
  const docs = new Map<string, string>();
  const read = (node: Node, path: string): void => {
    if (node.type === "Property" && node.key.type === "Identifier") {
      const own = path === "" ? node.key.name : `${path}.${node.key.name}`;
      const doc = before(node.start);
      if (doc !== null) docs.set(own, doc);
      return read(node.value, own);
    }
    const named = node.type === "Identifier" ? constants.get(node.name) : undefined;
    if (named !== undefined) return read(named, path);
    for (const child of childrenOf(node)) read(child, path);
  };
  const root = constants.get(schema);
  if (root === undefined) throw new Error(`${file} has no ${schema}.`);
  read(root, "");
  return docs;
}

function childrenOf(node: Node): Node[] {
  const isNode = (value: unknown): value is Node =>
    typeof value === "object" && value !== null && "type" in value && "start" in value;
  return Object.values(node).flat().filter(isNode);
}
