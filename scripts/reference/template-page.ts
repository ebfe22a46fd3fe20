import type { Node } from "oxc-parser";
import { headCss } from "#src/render/head-css.ts";
import { withOwnClasses } from "#src/render/mjml/own-classes.ts";
import { placeholders } from "#src/render/mjml/placeholders.ts";
import { sampleInput } from "./sample-input.ts";
import { childrenOf, declarationIn, keyDocs, openSource, proseOf, type SourceFile } from "./source-file.ts";
import { table } from "./table.ts";

const HEAD = `# Template API

What a template is made with: every export of \`letterpress\`, and every tag, placeholder and class of MJML. [Design your template](../templates.md) shows them in use.
Each component takes the whole input, \`{...input}\`; one that is given less throws InputMissing, and \`check\` names the component and the line.
`;

const MJML = `## MJML tags

A \`.mjml\` file places these beside MJML's own tags.
`;

const PLACEHOLDERS = `## MJML placeholders

\`[[ name ]]\` is filled for each issue, in text and in attributes, and escaped for the place where it stands. \`if="name"\` on a tag leaves the tag out where the issue has
no such thing, \`if="!name"\` where it has; \`if="logo.light !logo.dark"\` wants both. A name that is not here is an error at its line.
`;

const CLASSES = `## MJML classes

The issue's own parts are MJML tags with these classes. An \`<mj-class>\` of the same name in \`<mj-attributes>\` changes what it says and keeps the rest; so does the style of a
tag, such as \`<mj-button …>\`.
`;

const CSS = `## CSS classes

For a template's own elements, in \`className\` or, in MJML, \`css-class\`. They have their colours in dark mode and on phones only; give the element its light colours by
itself.
`;

/** Describes the template API in Markdown, from the exports of `letterpress` with their docstrings, and from MJML's tables. */
export function templatePage(): string {
  const exported = exportsOf("src/index.ts");
  const of = (kind: Exported["kind"]) =>
    exported
      .filter((one) => one.kind === kind)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((one) => `### ${kind === "component" ? `\`<${one.name}>\`` : one.name}\n\n${sectionOf(one)}`);
  const parts = [
    HEAD,
    "## Components",
    ...of("component"),
    "## Functions",
    ...of("function"),
    "## From other packages",
    ...passedOn("src/index.ts"),
    "## Types",
    ...of("type"),
    ...reachedTypes(exported),
    `${MJML}\n${tags()}`,
    `${PLACEHOLDERS}\n${placeholderTable()}`,
    `${CLASSES}\n${mjmlClasses()}`,
    `${CSS}\n${cssClasses()}`,
  ];
  return `${parts.map((part) => part.trim()).join("\n\n")}\n`;
}

function isOutside(origin: { readonly path: string } | undefined): boolean {
  return origin !== undefined && !origin.path.startsWith("src/");
}

/** Lists what `letterpress` passes on from packages, so that a newsletter needs no dependencies of its own for it. */
function passedOn(path: string): string[] {
  const outside = [...openSource(path).origins].filter(([, origin]) => isOutside(origin));
  return outside.map(
    ([name, origin]) =>
      `### ${name}\n\nThat of the package [${origin.path}](https://www.npmjs.com/package/${origin.path}).`,
  );
}

interface Exported {
  readonly name: string;
  readonly kind: "component" | "function" | "type";
  readonly file: SourceFile;
  /** Its name in that file. */
  readonly local: string;
}

function exportsOf(path: string): Exported[] {
  const index = openSource(path);
  return index.body.flatMap((statement): Exported[] => {
    if (statement.type !== "ExportNamedDeclaration") return [];
    const names = statement.specifiers.map(({ exported }) =>
      exported.type === "Identifier" ? exported.name : exported.value,
    );
    const own = statement.declaration;
    if (own !== null && "id" in own && own.id?.type === "Identifier") names.push(own.id.name);
    return names.flatMap((name) => {
      const origin = index.origins.get(name);
      if (isOutside(origin)) return [];
      const file = origin === undefined ? index : openSource(origin.path);
      const local = origin?.name ?? name;
      const isType = declarationIn(file, local).node.type.startsWith("TS");
      return { name, file, local, kind: isType ? "type" : /^[A-Z]/.test(name) ? "component" : "function" };
    });
  });
}

/** Types that have a page of their own. */
const PAGES: Readonly<Record<string, string>> = {
  NewsletterConfig: "[Every key](config.md).",
  Block: "[Each kind, with its fields](blocks.md).",
  Inline: "[Each kind, with its fields](blocks.md#within-a-sentence).",
};

/** Returns an export's docstring and its code; of a function only the head. Throws if an export has no docstring. */
function sectionOf({ name, file, local }: Exported): string {
  const { doc, code, node } = declarationIn(file, local);
  if (doc === null) throw new Error(`${file.path}: ${local} is exported and has no docstring.`);
  const page = PAGES[name];
  if (page !== undefined) return `${proseOf(doc)} ${page}`;
  const head =
    node.type === "FunctionDeclaration" && node.body !== null
      ? code.slice(0, node.body.start - node.start).trim()
      : code.trim();
  return `${proseOf(doc)}\n\n\`\`\`ts\n${local === name ? head : head.replace(local, name)}\n\`\`\``;
}

/** Lists types that the exported ones name, wherever they are declared: a template's author meets their fields as well. */
function reachedTypes(exported: readonly Exported[]): string[] {
  const seen = new Set(exported.map(({ file, local }) => `${file.path} ${local}`));
  const found: Exported[] = [];
  const follow = ({ file, local }: Pick<Exported, "file" | "local">): void => {
    for (const name of typesIn(declarationIn(file, local).node)) {
      const origin = file.declarations.has(name) ? { path: file.path, name } : file.origins.get(name);
      // The config has a page of its own.
      if (origin === undefined || !origin.path.startsWith("src/") || origin.path.endsWith("/newsletter.ts"))
        continue;
      const id = `${origin.path} ${origin.name}`;
      if (seen.has(id)) continue;
      seen.add(id);
      const next = { name, file: openSource(origin.path), local: origin.name, kind: "type" } as const;
      found.push(next);
      follow(next);
    }
  };
  for (const one of exported) if (one.kind === "type") follow(one);
  return [
    '## What they hold\n\nTypes that are part of those above. They have no export of their own: `TemplateInput["issue"]` names the first.',
    ...found.map((one) => `### ${one.name}\n\n${sectionOf(one)}`),
  ];
}

function typesIn(node: Node): string[] {
  const own =
    node.type === "TSTypeReference" && node.typeName.type === "Identifier" ? [node.typeName.name] : [];
  return [...own, ...childrenOf(node).flatMap(typesIn)];
}

function tags(): string {
  const docs = [
    ...keyDocs("src/render/mjml/fill-mjml.ts", "OWN_TAGS"),
    ...keyDocs("src/render/mjml/own-parts.ts", "OWN_PARTS"),
  ];
  return table(
    ["Tag", "What it is"],
    docs.map(([name, doc]) => [`\`<${name} />\``, proseOf(doc)]),
  );
}

/** Lists the placeholders that the code gives, each with the docstring beside it. */
function placeholderTable(): string {
  const docs = keyDocs("src/render/mjml/placeholders.ts", "placeholders");
  const colours = declarationIn(openSource("src/model/template.ts"), "Palette").node;
  const rows = Object.keys(placeholders(sampleInput())).map((name) => {
    const doc = docs.get(name) ?? colourDoc(name, colours);
    if (doc === null) throw new Error(`The placeholder ${name} has no docstring.`);
    return [`\`${name}\``, proseOf(doc)];
  });
  return table(["Placeholder", "What it is"], rows);
}

function colourDoc(name: string, palette: Node): string | null {
  const match = /^theme\.(light|dark)\.(\w+)$/.exec(name);
  if (match === null || palette.type !== "TSInterfaceDeclaration") return null;
  const key = match[2]?.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const member = palette.body.body.find(
    (one) => one.type === "TSPropertySignature" && one.key.type === "Identifier" && one.key.name === key,
  );
  const doc = member === undefined ? null : openSource("src/model/template.ts").docBefore(member.start);
  return doc === null ? null : `${doc.replace(/\.$/, "")}${match[1] === "dark" ? ", in dark mode" : ""}.`;
}

function mjmlClasses(): string {
  const docs = keyDocs("src/render/mjml/own-classes.ts", "looks");
  const [head] =
    withOwnClasses({ tagName: "mjml", attributes: {}, children: [] }, sampleInput()).children ?? [];
  const classes = head?.children?.[0]?.children ?? [];
  const rows = classes.map(({ attributes = {} }) => {
    const { name, ...look } = attributes;
    const doc = docs.get(String(name));
    if (doc === undefined) throw new Error(`The class ${String(name)} has no docstring.`);
    const says = Object.keys(look).map((key) => `\`${key}\``);
    return [`\`${String(name)}\``, proseOf(doc), says.join(", ")];
  });
  return table(["Class", "What it is for", "What it says"], rows);
}

/** Lists the classes that an email's style sheet names, each with a docstring of the form `` `name`: … `` in its file. */
function cssClasses(): string {
  const { docs } = openSource("src/render/head-css.ts");
  const means = new Map(
    docs.flatMap((doc) => {
      const match = /^`(lp-[a-z-]+)`: ([\s\S]+)$/.exec(doc);
      return match === null ? [] : [[match[1] ?? "", proseOf(match[2] ?? "")] as const];
    }),
  );
  const named = new Set([...headCss(sampleInput()).matchAll(/\.(lp-[a-z-]+)/g)].map(([, name = ""]) => name));
  const rows = [...named].toSorted().map((name) => {
    const meaning = means.get(name);
    if (meaning === undefined) throw new Error(`src/render/head-css.ts: ${name} has no docstring.`);
    return [`\`${name}\``, `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}`];
  });
  return table(["Class", "What it changes"], rows);
}
