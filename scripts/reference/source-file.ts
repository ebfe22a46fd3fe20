import { readFileSync } from "node:fs";
import { type Node, parseSync } from "oxc-parser";

/** A source file with its docstrings, from which the reference is made. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly body: readonly Node[];
  /** Functions, constants, types and interfaces of the file's top level, by name; for a constant its value. */
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** Each docstring as lines, without its stars. */
  readonly docs: readonly string[];
  /** Returns the docstring directly before an offset; null if there is none. */
  readonly docBefore: (start: number) => string | null;
  /** Where an imported or exported name comes from, as a path below the project's root. */
  readonly origins: ReadonlyMap<string, { readonly path: string; readonly name: string }>;
}

interface Declaration {
  readonly node: Node;
  readonly doc: string | null;
  /** The code from its first word on, without `export`. */
  readonly code: string;
}

const opened = new Map<string, SourceFile>();

/** Read and parse a file, once. */
export function openSource(path: string): SourceFile {
  const known = opened.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, "utf8");
  const { program, comments } = parseSync(path, text);
  const docs = comments.filter(({ value }) => value.startsWith("*"));
  const docBefore = (start: number): string | null => {
    const comment = docs.findLast(({ end }) => end <= start);
    return comment === undefined || /[^\s|(]/.test(text.slice(comment.end, start))
      ? null
      : withoutStars(comment.value);
  };
  const declarations = new Map<string, Declaration>();
  const origins = new Map<string, { path: string; name: string }>();
  for (const statement of program.body) {
    if ("source" in statement && statement.source !== null && "specifiers" in statement)
      for (const specifier of statement.specifiers) {
        const [outside, inside] =
          specifier.type === "ExportSpecifier"
            ? [specifier.local, specifier.exported]
            : specifier.type === "ImportSpecifier"
              ? [specifier.imported, specifier.local]
              : [null, null];
        if (outside?.type === "Identifier" && inside?.type === "Identifier")
          origins.set(inside.name, { path: pathOf(path, statement.source.value), name: outside.name });
      }
    const isExported = statement.type === "ExportNamedDeclaration";
    const declaration = isExported ? statement.declaration : statement;
    if (declaration === null) continue;
    const doc = docBefore(statement.start);
    const code = text.slice(declaration.start, declaration.end);
    if (declaration.type === "VariableDeclaration") {
      for (const { id, init } of declaration.declarations)
        if (id.type === "Identifier" && init !== null) declarations.set(id.name, { node: init, doc, code });
    } else if ("id" in declaration && declaration.id?.type === "Identifier") {
      declarations.set(declaration.id.name, { node: declaration, doc, code });
    }
  }
  const file = {
    path,
    text,
    body: program.body,
    declarations,
    docs: docs.map(({ value }) => withoutStars(value)),
    docBefore,
    origins,
  };
  opened.set(path, file);
  return file;
}

/** Returns the declaration of a top-level name of the file. Throws if the file no longer has the name. */
export function declarationIn(file: SourceFile, name: string): Declaration {
  const found = file.declarations.get(name);
  if (found === undefined) throw new Error(`${file.path} has no ${name}.`);
  return found;
}

/** Returns the docstrings of the table in a declaration, by key. A key without one is an error: nobody could look it up. */
export function keyDocs(path: string, name: string): ReadonlyMap<string, string> {
  const file = openSource(path);
  const isTable = (node: Node) =>
    node.type === "ObjectExpression" &&
    node.properties[0] !== undefined &&
    file.docBefore(node.properties[0].start) !== null;
  const table = findNode(declarationIn(file, name).node, isTable);
  if (table?.type !== "ObjectExpression") throw new Error(`${path}: ${name} holds no table with docstrings.`);
  const docs = new Map<string, string>();
  for (const property of table.properties) {
    if (property.type !== "Property") continue;
    const { key } = property;
    const own = key.type === "Literal" ? String(key.value) : key.type === "Identifier" ? key.name : "";
    docs.set(own, docOf(file, property, own));
  }
  return docs;
}

/** Returns the members of a union type with their docstrings, in order. */
export function unionDocs(path: string, name: string): { readonly node: Node; readonly doc: string }[] {
  const file = openSource(path);
  const union = findNode(declarationIn(file, name).node, (node) => node.type === "TSUnionType");
  if (union?.type !== "TSUnionType") throw new Error(`${path}: ${name} is no union.`);
  return union.types.map((node) => ({ node, doc: docOf(file, node, name) }));
}

/** Returns the first node for which `is` holds, depth first. */
export function findNode(node: Node, is: (node: Node) => boolean): Node | null {
  if (is(node)) return node;
  for (const child of childrenOf(node)) {
    const found = findNode(child, is);
    if (found !== null) return found;
  }
  return null;
}

export function childrenOf(node: Node): Node[] {
  const isNode = (value: unknown): value is Node =>
    typeof value === "object" && value !== null && "type" in value && "start" in value;
  return Object.values(node).flat().filter(isNode);
}

/** Returns a docstring as one line of prose, without its fenced examples. */
export function proseOf(doc: string): string {
  return doc
    .replaceAll(/^```[\s\S]*?^```$/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function docOf(file: SourceFile, { start }: Node, name: string): string {
  const doc = file.docBefore(start);
  const line = file.text.slice(0, start).split("\n").length;
  if (doc === null) throw new Error(`${file.path}:${line}: ${name} has no docstring.`);
  return doc;
}

function withoutStars(comment: string): string {
  return comment
    .slice(1)
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, ""))
    .join("\n")
    .trim();
}

function pathOf(from: string, source: string): string {
  if (source.startsWith("#src/")) return source.replace("#", "");
  return source.startsWith("./") ? `${from.slice(0, from.lastIndexOf("/"))}${source.slice(1)}` : source;
}
