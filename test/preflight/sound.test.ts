import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import type { Finding } from "#src/model/finding.ts";
import { loadProject } from "#src/project/load-project.ts";

const NOW = Date.UTC(2026, 10, 24, 12);

/** A newsletter whose own name is one of the words that a faulty template leaves behind. */
const CONFIG = `export default {
  name: "NaN Weekly",
  url: "https://news.example.org",
  from: "NaN Weekly <desk@news.example.org>",
  reply_to: "letters@news.example.org",
  postal_address: "NaN Weekly, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  template: "TEMPLATE",
};
`;

/** What is found in each of these issues. Whole ones are read with the fixtures. */
async function found(issues: Readonly<Record<string, string>>, template: string) {
  const root = await mkdtemp(join(tmpdir(), "letterpress-sound-"));
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  await cp("templates", join(root, "templates"), { recursive: true });
  await writeFile(join(root, "newsletter.config.ts"), CONFIG.replace("TEMPLATE", template));
  await mkdir(join(root, "issues"));
  for (const [name, text] of Object.entries(issues))
    await writeFile(join(root, "issues", `2026-12-01-${name}.md`), text.replace(/^template: .*\n/m, ""));
  const project = await loadProject(root);
  const all: Record<string, readonly Finding[]> = {};
  for (const parsed of project.issues) {
    const { findings } = await composeIssue(project, parsed, { now: NOW, ledger: null });
    all[parsed.source.slug] = findings;
  }
  return all;
}

/** Whose words Letterpress does not have is the config’s affair, and no fault of an issue’s. */
const OTHERS = new Set(["words/missing"]);
const said = (findings: readonly Finding[] = []) =>
  findings
    .filter(({ rule }) => !OTHERS.has(rule))
    .map(({ severity, rule, line }) => `${severity} ${rule} ${line}`);

const issue = (body: string, title = "A title that is long enough", ...lines: readonly string[]) =>
  `---\ntitle: ${title}\npreview_text: "What changes in May, in one table, and why we close on Mondays."\n${lines
    .map((line) => `${line}\n`)
    .join("")}---\n\n${body}\n`;

const SILENT: Readonly<Record<string, string>> = {
  "nan-in-url": issue(
    "See [the reference](https://example.org/docs/NaN), [another](https://example.org/undefined), and [the query](https://example.org/?q=[object%20Object]&d=Invalid%20Date).",
  ),
  "nan-in-front-matter": issue("Good morning.", '"[object Object] and undefined: a history"'),
  brackets: issue("Sections such as [[servers.alpha]] in the file, or **[[a.b_c]]**, and [[hosts.beta]]."),
  "braces-that-are-prose": issue(
    "In these templates a name stands in \\{\\{ braces }} and \\{% a statement %}.",
  ),
  "a-tag-of-mailchimp": issue("There a name stands in \\*|FNAME|\\*, and a link in \\*|UNSUB|\\*."),
  "public-hosts": issue(
    "[FDA](https://fda.gov/) [FCC](https://fcc.gov/) [club](https://fcbarcelona.com/) [FD](https://fd.nl/) [ten](https://10.example.org/) [local news](https://local.example.org/) [beach](https://fe80.example.org/) [testing](https://test.example.org/) [internal](https://internal-affairs.example.org/) [eight](https://8.8.8.8/) [docs](https://[2606:4700::1111]/)",
  ),
  "capitals-cjk": issue("你好。", "我所了解的AI全貌：NASA 和 IBM 的模型不是一门好生意", "lang: zh"),
  "short-cjk": issue("おはようございます。", "今週のニュース", "lang: ja"),
  "product-names": issue(
    "[draw.io](https://app.diagrams.net/) [Node.js](https://nodejs.org/) [socket.io](https://github.com/socketio) [last.fm](https://www.audioscrobbler.example/) [example.org](https://blog.example.org/today) [notes.md](https://example.org/notes)",
  ),
  "code-about-html": issue(
    'Write `<a onclick="x()">` or `background: url(./x.png)` and ` src="data:image/png"`; " one = "two" and href="javascript:x" are prose.\n\n    <script>url(../y.png)</script>',
  ),
  "words-for-later": issue(
    "Super Bowl XXX, TK Maxx, a TODO list, the TODO app and lorem ipsum are words here.",
  ),
  "one-question": issue("## Why now?\n\nBecause the pier is repaired."),
  chinese: issue(`${"我们今天讨论人工智能的账本和电费问题。".repeat(30)}`, "我们今天讨论的账本", "lang: zh"),
};

test("what an author may well write is no error and no warning", async () => {
  for (const template of ["digest", "interview"]) {
    const all = await found(SILENT, template);
    const alarms = Object.entries(all).flatMap(([name, findings]) =>
      said(findings).map((one) => `${name} in ${template}: ${one}`),
    );
    expect(Object.keys(all)).toHaveLength(Object.keys(SILENT).length);
    expect(alarms).toEqual([]);
  }
});

test.each([
  ["http://localhost:3000/x", "https://LOCALHOST./", "https://a.localhost/", "https://printer.local/"],
  [
    "https://192.168.1.4/",
    "https://10.0.0.1/",
    "http://0x7f.1/",
    "https://172.31.0.9/",
    "https://100.64.0.1/",
  ],
  ["https://[::1]/", "https://[fd00::1]/", "https://[fe80::1]/", "https://[::ffff:10.0.0.1]/"],
  [
    "https://x.test/",
    "https://x.invalid/",
    "https://nas.home.arpa/",
    "https://wiki.internal/",
    "https://a.onion/",
  ],
])("%s and others cannot be reached by readers", async (...urls) => {
  const body = urls.map((url, index) => `[Page ${index}](${url})`).join("\n\n");
  const { private: findings } = await found({ private: issue(body) }, "digest");
  expect(findings?.filter(({ rule }) => rule === "link/unreachable").map(({ line }) => line)).toEqual(
    urls.map((_, index) => 6 + 2 * index),
  );
});

test("a name alone may be a company's, an address in the words of a link may not", async () => {
  const body = "[Booking.com](https://museum.example/)\n\n[https://bank.com/login](https://evil.example/)";
  const { words } = await found({ words: issue(body) }, "digest");
  expect(said(words)).toEqual(["error link/another-host 8", "warning link/another-host 6"]);
});

test("an encoded tag in an author's own link is a warning at its line", async () => {
  const { tag } = await found({ tag: issue("[Survey](https://a.example/?u=%7B%7Bemail%7D%7D)") }, "digest");
  expect(said(tag)).toEqual(["warning link/encoded-tag 6"]);
});
