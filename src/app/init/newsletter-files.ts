import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { frontMatterJsonSchema } from "#src/issue/front-matter/front-matter-json-schema.ts";
import type { Answers } from "./answers.ts";
import { fillFile } from "./fill-file.ts";
import { frontMatterSnippets } from "./front-matter-snippets.ts";

/** A file to be written, with its path relative to the newsletter's folder, with `/`. */
export interface NewFile {
  readonly path: string;
  readonly content: string | Buffer;
  /** True for a file that only its owner may read. */
  readonly secret?: boolean;
}

/** What the files depend on besides the answers. */
export interface Surroundings {
  /** The path of the newsletter's folder below the repository's, with `/`; empty if they are one. */
  readonly folder: string;
  /** Today in the newsletter's time zone, `YYYY-MM-DD`. */
  readonly today: string;
  /** The version of Letterpress, for which package.json asks. */
  readonly version: string;
  readonly node: string;
  readonly logo: Logo | null;
  readonly secrets: { readonly letterpress: string; readonly suppression: string };
}

export interface Logo {
  /** With its dot. */
  readonly extension: string;
  readonly bytes: Buffer;
  /** CSS pixels. */
  readonly width: number;
}

const CI_FILES = { github: ".github/workflows/newsletter.yml", gitlab: ".gitlab-ci.yml" } as const;
const TEMPLATES = ["interview.tsx", "digest.mjml"];
/** A dark palette without an accent: the newsletter's own is made lighter where it is used. */
const DARK = { paper: "#1b1a18", ink: "#ece8e1" };

/** Makes every file of a new newsletter. Reads only templates and files that come with Letterpress. */
export async function newsletterFiles(answers: Answers, around: Surroundings): Promise<readonly NewFile[]> {
  const values = valuesOf(answers, around);
  const filled = async (path: string, name: string) => ({ path, content: await fillFile(name, values) });
  const files: NewFile[] = [
    await filled("newsletter.config.ts", "newsletter.config.ts"),
    await filled("package.json", "package.json"),
    await filled("tsconfig.json", "tsconfig.json"),
    await filled("README.md", "readme.md"),
    await filled(".gitignore", "gitignore"),
    await filled(`issues/${around.today}-first-letter.md`, "first-letter.md"),
    ...(await Promise.all(TEMPLATES.map(templateFile))),
    { path: ".env", content: await fillFile("env", values), secret: true },
    {
      path: ".env.example",
      content: await fillFile("env", { ...values, secrets: { letterpress: "", suppression: "" } }),
    },
    ...(await editorFiles(filled)),
  ];
  if (around.logo !== null) files.push({ path: values.logo?.path ?? "", content: around.logo.bytes });
  const { runsOn, audience } = answers;
  if (runsOn === "github" || runsOn === "gitlab")
    files.push(await filled(up(around.folder) + CI_FILES[runsOn], `${runsOn}.yml`));
  if (runsOn === "server" && audience === "ledger")
    files.push(await filled("deploy/letterpress.service", "letterpress.service"));
  if (runsOn === "server" && audience === "resend")
    for (const kind of ["service", "timer"])
      files.push(await filled(`deploy/letterpress-tick.${kind}`, `letterpress-tick.${kind}`));
  return files;
}

type Filled = (path: string, name: string) => Promise<NewFile>;

/** Files for VS Code that give completion and errors of front matter while somebody types. */
async function editorFiles(filled: Filled): Promise<readonly NewFile[]> {
  const schema = frontMatterJsonSchema();
  return [
    await filled(".vscode/settings.json", "settings.json"),
    await filled(".vscode/tasks.json", "tasks.json"),
    { path: ".vscode/front-matter.schema.json", content: printed(schema) },
    { path: ".vscode/front-matter.code-snippets", content: printed(frontMatterSnippets(schema)) },
  ];
}

function printed(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function templateFile(name: string): Promise<NewFile> {
  const path = `templates/${name}`;
  return { path, content: await readFile(join(import.meta.dirname, "../../..", path)) };
}

/** The way up from the newsletter's folder to the repository's, where CI looks for its files. */
function up(folder: string): string {
  return folder === "" ? "" : "../".repeat(folder.split("/").length);
}

function valuesOf(answers: Answers, { folder, version, node, logo, secrets, today }: Surroundings) {
  return {
    ...answers,
    postal_address: answers.postalAddress,
    place: answers.runsOn,
    dark: { accent: answers.colours.accent, ...DARK },
    logo: logo && { path: `images/logo${logo.extension}`, width: logo.width },
    folder,
    prefix: folder === "" ? "" : `${folder}/`,
    package: packageName(answers.name),
    version: `^${version}`,
    node,
    secrets,
    today,
  };
}

/** Turns a newsletter's name into one that npm accepts. */
function packageName(name: string): string {
  const ascii = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "newsletter";
}
