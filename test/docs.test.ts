import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { declaredProgram } from "../scripts/reference/declared-program.ts";
import { referencePages } from "../scripts/reference/pages.ts";
import { preflightPage } from "../scripts/reference/preflight-part.ts";
import { schemaFiles } from "../scripts/reference/schema-files.ts";

const PAGES = [
  "README.md",
  ...globSync("docs/*.md"),
  ...globSync("docs/reference/*.md"),
  ...globSync("src/**/README.md"),
].toSorted();

test("the reference is what the code says", () => {
  for (const [name, text] of referencePages())
    expect(readFileSync(`docs/reference/${name}`, "utf8"), `npm run reference writes ${name}`).toBe(text);
  // A page of what is gone would stay and be believed.
  expect(
    globSync("docs/reference/*")
      .map((path) => basename(path))
      .toSorted(),
  ).toEqual([...referencePages().keys()].toSorted());
  const preflight = readFileSync("docs/preflight.md", "utf8");
  expect(preflight, "npm run reference writes docs/preflight.md").toBe(preflightPage(preflight));
  const schemas = schemaFiles();
  expect(
    globSync("docs/schemas/*")
      .map((path) => basename(path))
      .toSorted(),
  ).toEqual([...schemas.keys()].toSorted());
  for (const [name, text] of schemas)
    expect(readFileSync(`docs/schemas/${name}`, "utf8"), `npm run reference writes ${name}`).toBe(text);
});

test("the template API tells of every export of the package", async () => {
  const exported = Object.keys(await import("letterpress"));
  const page = referencePages().get("template-api.md") ?? "";
  const told = [...page.matchAll(/^### `?<?(\w+)>?`?$/gm)].map(([, name]) => name);
  expect(exported.length).toBeGreaterThan(8);
  expect(exported.filter((name) => !told.includes(name))).toEqual([]);
});

test("a reference page shows its code: what looks like a tag outside of it would vanish", () => {
  const vanishing = [...referencePages()].flatMap(([name, text]) =>
    text
      .replaceAll(/^(`{3,})[\s\S]*?^\1$|(`+)(?!`)[^\n]*?[^`]\2(?!`)/gm, "")
      .split("\n")
      .filter((line) => /<\/?[a-z]/i.test(line))
      .map((line) => `${name}: ${line}`),
  );
  expect(vanishing).toEqual([]);
});

test("the documents name only commands and options that there are", () => {
  const program = declaredProgram();
  const typed = PAGES.flatMap((page) =>
    commandsIn(readFileSync(page, "utf8")).map((command) => ({ page, command })),
  );
  // A pattern that finds nothing any more would say that all is well.
  expect(typed.length).toBeGreaterThan(100);
  const wrong = typed.flatMap(({ page, command }) => {
    const fault = faultOf(program, command);
    return fault === null ? [] : [`${page}: \`${command}\`: ${fault}`];
  });
  expect(wrong).toEqual([]);
});

test("the guides name no list but the one that `init` writes", () => {
  const named = PAGES.filter((page) => page.startsWith("docs/")).flatMap((page) =>
    commandsIn(readFileSync(page, "utf8")).flatMap((command) =>
      [...command.matchAll(/--list (\S+)/g)].map(([, list]) => list),
    ),
  );
  expect(new Set(named)).toEqual(new Set(["LIST"]));
});

test("the index names every page, and the first five lead to each other in order", () => {
  const index = readFileSync("docs/README.md", "utf8");
  const listed = [...index.matchAll(/\]\(((?:reference\/)?[\w-]+\.md)\)/g)].map(([, page]) => page);
  const pages = globSync(["docs/*.md", "docs/reference/*.md"])
    .map((path) => path.replace("docs/", ""))
    .filter((page) => page !== "README.md");
  expect(new Set(listed)).toEqual(new Set(pages));
  expect(listed).toHaveLength(pages.length);
  for (const [page, next] of [
    ["start", "write"],
    ["write", "templates"],
    ["templates", "without-a-server"],
    ["without-a-server", "send"],
  ]) {
    const last = readFileSync(`docs/${page}.md`, "utf8").trimEnd().split("\n").at(-1);
    expect(last).toMatch(/^Next: /);
    expect(last).toContain(`](${next}.md)`);
  }
});

test("links between the documents lead somewhere", () => {
  const broken = PAGES.flatMap((page) => {
    const prose = readFileSync(page, "utf8").replaceAll(/^```[\s\S]*?^```|`[^`\n]*`/gm, "");
    const links = prose.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g);
    return [...links]
      .map(([, to = ""]) => to)
      .filter((to) => globSync(new URL(to, `file:///${page}`).pathname.slice(1)).length === 0)
      .map((to) => `${page}: ${to}`);
  });
  expect(broken).toEqual([]);
});

/** What is typed at a prompt: lines of code blocks and code in the text that begin with the program's name. */
function commandsIn(markdown: string): string[] {
  const lines = [...markdown.matchAll(/^```(?:sh|bash|shell|console)?\n([\s\S]*?)^```/gm)].flatMap(
    ([, block = ""]) => block.replaceAll("\\\n", " ").split("\n"),
  );
  const inline = [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  return [...lines, ...inline].flatMap((line) => {
    const match = /^\s*(?:\$ )?(?:npx )?letterpress ([^#|&;>]*)/.exec(line);
    return match?.[1] === undefined ? [] : [match[1].trim()];
  });
}

/** What is wrong with a command as it is typed; null where nothing is. Placeholders in capitals stand for arguments. */
function faultOf(program: Command, typed: string): string | null {
  const words = typed.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  let command = program;
  const known = new Set(program.options.flatMap(({ long, short }) => [long, short]));
  for (const word of words) {
    if (word.startsWith("-")) {
      const name = word.replace(/[=\]].*$/, "");
      command.options.forEach(({ long, short }) => known.add(long ?? "").add(short ?? ""));
      if (!known.has(name) && name !== "--help" && name !== "-h") return `no option ${name}`;
    } else if (command.commands.length > 0) {
      const next = command.commands.find((one) => one.name() === word);
      if (next !== undefined) command = next;
      else if (!isPlaceholder(word)) return `no command ${word}`;
    }
  }
  return null;
}

/** A word that stands for others, or the value of an option before it. */
function isPlaceholder(word: string): boolean {
  return /^(?:[A-Z]|[<[./…]|help$)/.test(word);
}
