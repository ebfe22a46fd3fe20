import { spawnSync } from "node:child_process";
import { glob, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

/** Lowest first; rooms on one line do not import each other. `index.ts` at the top of src is what templates import. */
const LAYERS = [
  ["model"],
  ["issue", "render", "preflight", "apart"],
  ["store", "resend", "project", "pages"],
  ["audience", "subscribe"],
  ["send", "track", "sandbox"],
  ["app"],
  ["web", "editor"],
  ["studio"],
  ["cli"],
];
const RANK = new Map(LAYERS.flatMap((rooms, rank) => rooms.map((room) => [room, rank] as const)));

/** The folders of each room. A new folder is a new concept: it is named here, in the design and nowhere else. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  model: ["address", "theme", "words", "hosted", "pages", "parts", "rules", "values"],
  issue: [
    "front-matter",
    "body",
    "body/directives",
    "literals",
    "merge-tags",
    "raw-html",
    "segment",
    "exports",
    "import",
  ],
  render: ["blocks", "blocks/linked", "plain", "react", "mjml", "message", "article", "own", "places"],
  preflight: [
    "content",
    "spelling",
    "links",
    "images",
    "html",
    "merge-tags",
    "law",
    "schedule",
    "hosted",
    "domain",
    "spam",
    "look",
    "clients",
    "contrast",
    "accessibility",
    "deep",
  ],
  project: ["templates"],
  store: [
    "database",
    "migrations",
    "readers",
    "audience",
    "sends",
    "issues",
    "events",
    "retention",
    "copies",
    "guard",
  ],
  resend: [],
  apart: [],
  pages: [],
  subscribe: [],
  audience: ["consent", "import", "export", "subscribe"],
  send: ["schedule"],
  track: [],
  sandbox: ["api", "team", "mail", "audience", "faults", "webhooks", "inbox"],
  app: [
    "compose",
    "fetch",
    "fixes",
    "gate",
    "judge",
    "schedule",
    "sends",
    "job",
    "triggers",
    "pages",
    "site",
    "hosted",
    "connect",
    "facts",
    "received",
    "contacts",
    "posts",
    "init",
    "studio",
    "studio/source",
    "rehearsal",
    "share",
  ],
  web: ["pages", "studio"],
  studio: [
    "pages",
    "parts",
    "parts/views",
    "parts/findings",
    "parts/inbox",
    "parts/test",
    "parts/audience",
    "parts/sends",
  ],
  editor: ["completion"],
  cli: ["write", "plan", "send", "hosted", "readers", "operate", "print", "documents"],
};
/** More than a reader can keep in mind. */
const MOST_FILES = 24;
const PURE = ["model", "issue", "render", "preflight", "pages"];
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^"';]*?from\s*"([^"]+)"|import\s*\(\s*"([^"]+)"\s*\)|(?:^|\n)import\s*"([^"]+)"/g;

interface File {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  /** Paths below src/, package names otherwise. */
  readonly imports: readonly string[];
}

async function readFiles(): Promise<File[]> {
  const files: File[] = [];
  for await (const path of glob("src/**/*.{ts,tsx}")) {
    const text = await readFile(path, "utf8");
    const imports = [...text.matchAll(IMPORT)].map((match) => {
      const name = match[1] ?? match[2] ?? match[3] ?? "";
      if (name.startsWith("#src/")) return name.replace("#src/", "src/");
      return name.startsWith(".") ? normalize(join(dirname(path), name)) : name;
    });
    files.push({ path, room: path.split("/")[1] ?? "", text, imports });
  }
  return files;
}

const files = (await readFiles()).filter(({ path }) => path !== "src/index.ts");

test("every folder of src/ is a room of the design or a folder of one, and every room and folder exists", () => {
  const found = new Set(files.flatMap(({ path, room }) => [room, dirname(path).replace("src/", "")]));
  const rooms = [...RANK.keys()];
  const named = rooms.flatMap((room) => [room, ...(FOLDERS[room] ?? []).map((name) => `${room}/${name}`)]);
  expect(Object.keys(FOLDERS).toSorted()).toEqual(rooms.toSorted());
  expect([...found].toSorted()).toEqual(named.toSorted());
});

test(`no folder of src/ holds more than ${MOST_FILES} source files`, () => {
  const sizes = Map.groupBy(files, ({ path }) => dirname(path));
  const full = [...sizes].filter(([, { length }]) => length > MOST_FILES);
  expect(full.map(([folder, { length }]) => `${folder}: ${length}`)).toEqual([]);
});

test("every export has a user outside of its file, and no test is the only one", () => {
  for (const mode of [[], ["--production"]]) {
    const include = ["--include", "files,exports,types,enumMembers,duplicates", "--no-config-hints"];
    const knip = spawnSync("node_modules/.bin/knip", [...mode, ...include], { encoding: "utf8" });
    expect(mode.join(" ") + knip.stdout + knip.stderr).toBe(mode.join(" "));
  }
});

test("imports point to a lower layer, and rooms on one line do not know each other", () => {
  const wrong = files.flatMap(({ path, room, imports }) =>
    imports
      .filter((name) => name.startsWith("src/"))
      .filter((name) => {
        const to = name.split("/")[1] ?? "";
        return to !== room && (RANK.get(to) ?? Infinity) >= (RANK.get(room) ?? -1);
      })
      .map((name) => `${path} -> ${name}`),
  );
  expect(wrong).toEqual([]);
});

test("no file imports itself by way of others", () => {
  const graph = new Map(
    files.map(({ path, imports }) => [path, imports.filter((name) => name.startsWith("src/"))]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    if (done.has(path) || trail.includes(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  expect(cycles).toEqual([]);
});

test("pure rooms take time, chance and the world as parameters", () => {
  const impure =
    /node:(?:fs|net|http|https|child_process|os|timers|worker_threads|dns)|\bprocess\.|Date\.now\(|new Date\(\)|Math\.random\(|\bfetch\(/;
  const wrong = files
    .filter(({ room, text }) => PURE.includes(room) && impure.test(stripComments(text)))
    .map(({ path }) => path);
  expect(wrong).toEqual([]);
});

test("SQL is written in store/ alone, Resend's SDK is used in resend/ alone, React lives in render/", () => {
  const wrong = files.flatMap(({ path, room, text }) => {
    const code = stripComments(text);
    return [
      ...(room !== "store" &&
      room !== "audience" &&
      /\bsql`|\.(?:insertInto|updateTable|deleteFrom)\(/.test(code)
        ? [`${path}: SQL`]
        : []),
      ...(room !== "resend" && /import \{[^}]*\} from "resend"/.test(code) ? [`${path}: resend`] : []),
      ...(!["render", "studio"].includes(room) && /from "(?:react|react-email|mjml)"/.test(code)
        ? [`${path}: template family`]
        : []),
    ];
  });
  expect(wrong).toEqual([]);
});

test("only app/config.ts reads the environment, only cli/ the arguments", () => {
  const wrong = files.filter(
    ({ path, room, text }) =>
      (/process\.env/.test(stripComments(text)) && path !== "src/app/config.ts" && room !== "cli") ||
      (/process\.argv/.test(stripComments(text)) && room !== "cli"),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("a process that only sends loads neither template family", () => {
  const heavy = new Set(["react", "react-email", "@react-email/render", "mjml", "mjml-parser-xml"]);
  const seen = loadedBy("src/send/run-worker.ts");
  expect(seen.size).toBeGreaterThan(5);
  expect([...seen].filter((name) => heavy.has(name))).toEqual([]);
});

test("the command line loads no command's code before the command runs", () => {
  const seen = loadedBy("src/cli/main.ts");
  const packages = [...seen].filter((name) => !name.startsWith("src/") && !name.startsWith("node:"));
  expect(packages).toEqual(["commander"]);
  const rooms = new Set(
    [...seen].filter((name) => name.startsWith("src/")).map((name) => name.split("/")[1]),
  );
  expect(rooms).toEqual(new Set(["cli", "app"]));
});

test("no command loads a template family, pictures, PostgreSQL or the job queue before it uses them", () => {
  const seen = new Set<string>();
  for (const { path } of files.filter(({ room }) => room === "cli")) loadedBy(path, seen);
  expect(seen).toContain("kysely");
  const heavy = /^(?:react|react-dom|react-email|@react-email\/.*|mjml.*|sharp|pg|pg-boss)$/;
  expect([...seen].filter((name) => heavy.test(name))).toEqual([]);
});

/** What a file imports when it is loaded, directly or by way of others: paths below src/ and names of packages. */
function loadedBy(path: string, seen = new Set<string>([path])): Set<string> {
  const text = files.find((file) => file.path === path)?.text ?? "";
  for (const [, name = ""] of text.matchAll(/(?:^|\n)import (?!type)[^"';]*?from\s*"([^"]+)"/g)) {
    const file = name.startsWith("#src/")
      ? name.replace("#src/", "src/")
      : name.startsWith(".")
        ? normalize(join(dirname(path), name))
        : name;
    if (seen.has(file)) continue;
    seen.add(file);
    if (file.startsWith("src/")) loadedBy(file, seen);
  }
  return seen;
}

test("no file has more than 250 lines of code", () => {
  const long = files
    .map(({ path, text }) => ({
      path,
      lines: stripComments(text)
        .split("\n")
        .filter((line) => line.trim() !== "").length,
    }))
    .filter(({ lines }) => lines > 250);
  expect(long).toEqual([]);
});

function stripComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
