import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { spellingFact } from "#src/app/facts/spelling-fact.ts";
import { earlierIssues } from "#src/app/facts/earlier-issues.ts";
import { parseIssue } from "#src/issue/parse-issue.ts";
import { known } from "#src/model/facts.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { loadProject } from "#src/project/load-project.ts";
import { letter, NEWSLETTER } from "./build-letter.ts";

const PATH = "issues/2026-12-01-hello.md";
const newsletter = {
  ...NEWSLETTER,
  name: "The Harbour Letter",
  authors: { ines: { name: "Inés Carpio" } },
  sections: { links: { title: "The Week in Links" } },
};

interface Written {
  readonly lang?: string;
  readonly title?: string;
  readonly subject?: string;
  readonly date?: string;
  readonly guest?: string;
}

/** What preflight finds in an issue with this body. */
function found(body: string, written: Written = {}, facts = {}) {
  const { issue, text } = parsed(body, written);
  const made = letter({ issue, subject: issue.subject, facts: { newsletter, source: text, ...facts } });
  return preflight(made.issue, made.email, made.facts);
}

function parsed(body: string, written: Written = {}) {
  const { lang = "en", title = "What a harbour needs", subject, date = "2026-12-01", guest } = written;
  const lines = [
    `title: ${JSON.stringify(title)}`,
    ...(subject === undefined ? [] : [`subject: ${JSON.stringify(subject)}`]),
    `preview_text: "Three crane drivers, one list of trees, and the quietest Friday."`,
    `date: ${date}`,
    `lang: ${lang}`,
    ...(guest === undefined ? [] : [`guests: [{ name: ${guest} }]`]),
  ];
  const text = `---\n${lines.join("\n")}\n---\n\n${body}\n`;
  const context = { newsletter, templates: ["interview"], issues: [], snippets: [], blocks: [] };
  const { issue, findings } = parseIssue({ slug: "hello", path: PATH, text }, context);
  if (issue === null) throw new Error(JSON.stringify(findings));
  return { issue, text };
}

const rulesIn = (...args: Parameters<typeof found>) =>
  found(...args).flatMap(({ rule }) => (/^(?:writing|date|heading|link|subject)\//.test(rule) ? [rule] : []));

test.each<[string, string, Written?]>([
  ["a rope", "We attached the rope to the mast, and I have attached a bell to it."],
  ["people", "He is attached to the place, and the file on it is thick."],
  ["an ending", "The enclosed garden is behind the wall; find the old gate."],
  ["a professor", "El profesor adjunto y la fiscal adjunta vinieron al puerto.", { lang: "es" }],
  ["a book", "Der Anhang des Buches hat neun Seiten, und im Anhang steht das Register.", { lang: "de" }],
  ["a building", "O anexo do museu abre na segunda, e o prédio anexo também.", { lang: "pt" }],
  ["a year that is told", "In 1871 the ship sailed on Sunday, 5 March, and came back on Monday, 9 March."],
  ["a date of last year", "We opened on Wednesday, 3 December, a year ago, when it snowed."],
  ["a date to come", "The fair is on Wednesday, 3 March 2027, and on Tuesday, 2 March."],
  ["days of a range", "Monday to Friday, 1–5 December, the pier is closed."],
  ["an anniversary", "On 1 December 2024 the crane stopped. Today we know why. In May 2025 it was sold."],
  ["may and march", "You may march 5 kilometres. May 12 people come? They march 3 abreast on Monday."],
  ["Arabic digits", "نفتح يوم الثلاثاء 1 ديسمبر 2026 في الصباح.", { lang: "ar" }],
  ["another first name", "Marta Ruiz and Maria Reyesová came, and so did Mario.", { guest: "Maria Reyes" }],
  [
    "a guest with nearly the name of an author",
    "Inés Caprio and Inés Carpio came.",
    { guest: "Inés Caprio" },
  ],
  ["endings", "We read Carpio's and Carpios letters in the Harbours."],
  ["small letters", "It is a harbour letter, and the harbor letter of another town."],
  ["two brands", "Ill people live on Isle Oll. All of them fell."],
  [
    "a label",
    "[the comments](https://a.example/1) [the comments](https://a.example/2) [the comments](https://a.example/3)",
  ],
  [
    "the same page",
    "[the programme](https://a.example/p?utm_source=letter) [the programme](http://www.a.example/p/#top)",
  ],
  [
    "an example site",
    "The site [example.com](https://example.com/) is reserved; see [a page](https://example.org/page).",
  ],
  ["a quoted omission", "“We told [name withheld] to insert a coin here,” she said, “[link in the chain].”"],
  ["nested headings", "## Trees\n\n### Lindens\n\nThirty.\n\n## Share\n\n::share\n"],
  ["a title about tests", "They are tested at noon.", { subject: "The test of time: why sirens sing" }],
  ["a contested title", "They are tested at noon.", { subject: "Test match at the pier" }],
  ["three emoji in a row", "We saw 🦭🦭🦭 today, and 👩🏽‍🔧 the engineer."],
  ["flags in words", "From 🇵🇪 Peru, 🇨🇱 Chile and 🇧🇷 Brazil."],
  ["Latin in Russian", "Он прислал SMSку и PDFку в гавань.", { lang: "ru" }],
])("finds nothing in %s", (_, body, written = {}) => {
  expect(rulesIn(body, written)).toEqual([]);
});

test.each<[string, string, string, Written?]>([
  ["date/weekday", "We open on Friday, 31 April 2026.", "There is no such day"],
  ["date/weekday", "We open on Tuesday, December 2nd, 2026.", "another day of the week in 2026"],
  ["date/weekday", "Abrimos el jueves 2 de diciembre.", "in 2025 and in 2026", { lang: "es" }],
  ["date/weekday", "On ouvre le jeudi 1er décembre 2026.", "another day", { lang: "fr" }],
  ["date/weekday", "Abrimos na sexta-feira, 1 de dezembro de 2026.", "another day", { lang: "pt" }],
  ["date/weekday", "نفتح يوم الجمعة 1 ديسمبر 2026.", "another day", { lang: "ar" }],
  ["writing/misspelt-name", "Inés Caprio measured it.", "Caprio"],
  ["writing/misspelt-name", "It was in The Week in Lnks.", "Lnks"],
  ["writing/misspelt-name", "We asked Henostrosa.", "Henostrosa", { guest: "Henostroza" }],
])("%s: %s", (rule, body, message, written = {}) => {
  const findings = found(body, written).filter((one) => one.rule === rule);
  expect(findings).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
});

test("a date of another year is told with the year that was meant", () => {
  const [finding] = found("We open on Friday, 5 December 2025 and on Tuesday, 1 December 2025.");
  expect(finding).toMatchObject({ rule: "date/weekday", line: 8, column: 43, hint: "It is right for 2026." });
});

test("the same words are one page under two names of tracking, and two pages with two searches", () => {
  const same = (first: string, second: string) =>
    found(`[the long list](${first}) and [the long list](${second})`).filter(
      ({ rule }) => rule === "link/same-words",
    ).length;
  expect(same("https://a.example/?s=cats", "https://a.example/?s=dogs")).toBe(1);
  expect(same("https://youtu.be/abcdefghijk?si=one", "https://youtu.be/abcdefghijk?si=two")).toBe(0);
  expect(same("https://x.com/desk/status/1?s=20", "https://x.com/desk/status/1")).toBe(0);
  expect(same("https://a.example/x?ref=one", "https://a.example/x")).toBe(0);
});

test("what every second issue carries, a front page and the newsletter's own page are no repetition", () => {
  const one = (links: readonly string[]) => ({
    path: "issues/2026-11-03-a.md",
    title: "Trees",
    subject: "Trees of the harbour",
    previewText: null,
    date: "2026-11-03",
    links,
  });
  const body =
    "[the list](https://a.example/list) [the site](https://b.example/) [ours](https://news.example.org/old) [standing](https://c.example/join)";
  const earlier = known([
    one(["a.example/list", "b.example", "news.example.org/old", "c.example/join"]),
    one(["c.example/join"]),
    one([]),
    one([]),
  ]);
  const carried = found(body, {}, { earlier }).filter(({ rule }) => rule === "link/carried-before");
  expect(carried.map(({ message }) => message)).toEqual([
    "“Trees” (2026-11-03) already linked to the page of “the list”.",
  ]);
});

test("earlier issues are those of the list that were meant to be sent, newest first", async () => {
  const root = await mkdtemp(join(tmpdir(), "letterpress-earlier-"));
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  await mkdir(join(root, "issues"));
  const config = {
    ...newsletter,
    lists: { weekly: { title: "Weekly" }, other: { title: "Other" } },
    clients: {},
  };
  await writeFile(join(root, "newsletter.config.ts"), `export default ${JSON.stringify(config)};\n`);
  const write = (name: string, ...lines: readonly string[]) =>
    writeFile(
      join(root, "issues", name),
      `---\n${["title: A harbour", ...lines].join("\n")}\n---\n\n[A](https://www.a.example/x/?utm_source=y)\n`,
    );
  await write("2026-10-01-one.md", "draft: false");
  await write("2026-11-01-two.md", "draft: false");
  await write("2026-11-02-draft.md");
  await write("2026-11-03-other.md", "draft: false", "list: other");
  await write("2026-12-01-now.md");
  await write("2026-12-08-later.md", "draft: false");
  await write("welcome.md", "draft: false", "trigger: welcome", "list: weekly");
  const project = await loadProject(root);
  const now = project.issues.find(({ issue }) => issue?.slug === "now")?.issue;
  if (!now) throw new Error("There is no issue.");
  expect(earlierIssues(project, now).map(({ path, date, links }) => [path, date, links])).toEqual([
    ["issues/2026-11-01-two.md", "2026-11-01", ["a.example/x"]],
    ["issues/2026-10-01-one.md", "2026-10-01", ["a.example/x"]],
  ]);
});

const SPELLING = { dictionaries: { en: "dictionary-en", de: "./words/de" }, known: ["harbour"] };

async function misspelt(body: string, written: Written = {}) {
  const { issue } = parsed(body, written);
  return spellingFact(".", { newsletter: { ...newsletter, spelling: SPELLING }, issue });
}

test("spelling leaves out names, addresses, code, abbreviations and what the newsletter calls its own", async () => {
  const body =
    "Ada Quispe wrote to Inés Carpio at ada@harbour.example about `recieve`, NATO, the iPhone, v2beta and https://a.example/recieve.\n\n“We don’t mind,” said Grzegorz’s sister, in The Harbour Letter.";
  expect(await misspelt(body, { guest: "Grzegorz Zzyx" })).toEqual(known([]));
  const slips = await misspelt("We recieved the list. Her sister Libaria, of the other side, was there.");
  expect(slips).toMatchObject({
    kind: "known",
    value: [{ word: "recieved", suggestions: expect.arrayContaining(["received"]) }],
  });
});

test("a dictionary that is not there is told, with the command that brings it", async () => {
  expect(await misspelt("Guten Morgen.", { lang: "de" })).toMatchObject({
    reason: "./words/de has no index.aff and index.dic",
  });
  const { issue } = parsed("Bonjour.", { lang: "fr" });
  const spelling = { dictionaries: { fr: "dictionary-of-nobody" }, known: [] };
  expect(await spellingFact(".", { newsletter: { ...newsletter, spelling }, issue })).toMatchObject({
    kind: "unavailable",
    reason:
      "dictionary-of-nobody is not installed: npm install --save-dev hunspell-wasm dictionary-of-nobody",
  });
});
