import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { applyFixes } from "#src/app/fixes/apply-fixes.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { loadProject } from "#src/project/load-project.ts";

const CASES = "test/app/cases";
const NOW = Date.UTC(2026, 10, 24, 12);
const CONFIG = (template: string) => `export default {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  reply_to: "letters@news.example.org",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  template: "${template}",
};
`;

/** Of every short sample, whatever its case. */
const ASIDE = new Set([
  "heading/empty-section",
  "image/instead-of-text",
  "interview/few-questions",
  "link/generic-text",
  "link/not-checked",
  "preview-text/missing",
  "subject/too-short",
  "words/missing",
]);

interface Made {
  /** `severity rule line:column`, without what is said of every short sample. */
  readonly said: readonly string[];
  readonly hints: string;
  readonly html: string;
  readonly text: string;
  /** The file after `--fix`. */
  readonly fixed: string;
}

/** Every case in one project, whose template is of the family. */
async function composeAll(template: string): Promise<Readonly<Record<string, Made>>> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-cases-"));
  afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  await cp("templates", join(root, "templates"), { recursive: true });
  await writeFile(join(root, "newsletter.config.ts"), CONFIG(template));
  await mkdir(join(root, "issues"));
  const create = { width: 1200, height: 600, channels: 3, background: "#887766" } as const;
  await sharp({ create }).png().toFile(join(root, "issues/wide.png"));
  for (const folder of ["content", "email"])
    for (const name of await readdir(join(CASES, folder)))
      await cp(join(CASES, folder, name), join(root, "issues", `2026-12-01-${name}`));
  const project = await loadProject(root);
  const urls = {
    unsubscribe: "https://news.example.org/u",
    preferences: "https://news.example.org/p",
    rate: "https://news.example.org/r",
    web: "https://news.example.org/w",
  };
  const made: Record<string, Made> = {};
  for (const parsed of project.issues) {
    const { email, findings } = await composeIssue(project, parsed, { now: NOW, ledger: null });
    const message = email === null ? null : personalise(email, { subscriber: {}, urls });
    const own = findings.filter(({ rule }) => !ASIDE.has(rule));
    made[parsed.source.slug] = {
      said: own.map(({ severity, rule, line, column }) => `${severity} ${rule} ${line}:${column}`),
      hints: own.map(({ message: says, hint }) => `${says} ${hint}`).join("\n"),
      html: message?.html ?? "",
      text: message?.text ?? "",
      fixed: applyFixes(await readFile(join(root, parsed.source.path), "utf8"), findings).result,
    };
  }
  return made;
}

const made = { interview: await composeAll("interview"), digest: await composeAll("digest") };

/** What each case gives; all of it is looked for in both families. */
const CONTENT: Readonly<
  Record<
    string,
    { said: readonly string[]; html?: readonly (string | RegExp)[]; text?: readonly string[]; fixed?: string }
  >
> = {
  "accept-says-nothing-broke": { said: ["info link/not-https 6:6"] },
  "blocked-for-good-nan-in-url": {
    said: [],
    html: ['href="https://example.org/docs/NaN"', 'href="https://example.org/undefined"'],
  },
  "contradictory-br-alone": { said: [], html: [/<br ?\/?>/, /<small>\s*Terms apply\.\s*<\/small>/] },
  "control-character-blames-template": {
    said: ["error characters/damaged 6:8"],
    fixed: "\nBefore  after.\n",
  },
  "crash-lone-surrogate-in-subject": { said: ["error front-matter/half-character 3:10"] },
  "date-with-time-has-no-fix": { said: ["error front-matter/invalid 3:7"], fixed: "\ndate: 2026-12-01\n" },
  "false-alarm-capitals-cjk": { said: [] },
  "false-alarm-private-host": { said: [] },
  "fix-flattens-headings": {
    said: ["error heading/level-one 6:1", "error heading/level-one 12:1"],
    fixed: "## News\n\n### From the project\n\nText.\n\n## Events\n\n### Online\n",
  },
  "guest-in-list": { said: [], text: ["- Our guest\n  Ada\n- other"] },
  "left-over-no-place": { said: [], html: ["[[servers.alpha]]"] },
  "send-at-bad-second": { said: ["error send-at/invalid 3:10"] },
  "silent-literal-cjk-emphasis": {
    said: [],
    html: ["<strong>注意：</strong>请看", "<strong>「強調」</strong>です"],
  },
  "silent-literal-reference-link": { said: ["error link/undefined 6:5", "error link/undefined 6:26"] },
  "silent-loss-text-after-comment": {
    said: [],
    html: ["A coffee is <strong>3 euro</strong>.", ">Book</a>"],
    text: ["A coffee is 3 euro.", "- Book (https://example.org/book)"],
  },
  "silent-loss-unclosed-comment": { said: ["error html/unclosed-comment 8:1"] },
  "silent-mailchimp-tag": {
    said: ["error merge-tag/foreign 6:4"],
    fixed: "\nHi {{ subscriber.first_name }}, welcome.",
  },
  "sponsor-key-does-nothing": {
    said: [],
    html: ["Sponsored by Acme Pharma", "Topics: a · b", "Updated on December 5, 2026"],
    text: ["Sponsored by Acme Pharma", "Topics: a · b", "Updated on December 5, 2026"],
  },
  "table-cell-html-not-text": {
    said: ["error table/too-many-cells 8:9"],
    html: [/<td[^>]*>1<\/td><td[^>]*>2<\/td><td[^>]*>3<\/td>/],
    text: ["1  2  3"],
  },
  "www-becomes-http": { said: [], html: ['href="https://www.example.org"'] },
  // email/
  "german-issue-english-frame": {
    said: [],
    html: ["Warnung", "Abbestellen", "1 Min. Lesezeit", 'lang="de"'],
    text: ["Warnung: Vorsicht.", "Abbestellen: https://news.example.org/u"],
  },
  "image-attributes-mailed-as-text": { said: [], html: [/<img[^>]* width="300" height="150"/] },
  "label-before-list": {
    said: [],
    html: ['<p style="margin:0 0 6px"><strong>Positive effects:</strong></p><ul'],
  },
  "links-autolinked": {
    said: ["error link/another-host 6:1"],
    html: [
      // A telephone number or an address that a mail program makes a link of looks like the text around it, and so does the footer's.
      /\.lp-text a,[^{]*\{color:inherit;text-decoration:inherit\}/,
      "a[x-apple-data-detectors]{color:inherit!important;text-decoration:inherit!important}",
      '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no"',
      /class="lp-text lp-muted"[^>]*>(?:(?!<\/div>)[^])*12 Press Street, Lima/,
      "word-break:break-word",
    ],
  },
  "lists-outlook": {
    said: [],
    html: [
      // Margins, because Outlook for Windows knows no padding on lists; three figures have more room.
      '<ul style="margin:0 0 20px 26px;padding:0"><li>One</li>',
      '<ol start="98" style="margin:0 0 20px 44px;padding:0">',
      ".lp-text li ol{margin:8px 0 0 26px;padding:0}",
    ],
    text: ["101. One hundred and one", "- [x] A task", "- [ ] Another"],
  },
  "remote-image-stretched": {
    said: ["warning image/remote 4:1"],
    html: [
      /<img(?![^>]* width=)[^>]* src="https:\/\/example\.org\/badge\.png"[^>]*max-width:100%;height:auto/,
    ],
  },
  "table-four-columns-phone": {
    said: [],
    html: ["lp-stack-wide", ".lp-stack-wide thead{display:none!important}", "SOME_<wbr>LONG_<wbr>CONSTANT"],
  },
  "task-list-with-plain-items": {
    said: [],
    // The bullet is a cell as the box is, so that neither leaves the column.
    html: [
      /<td width="26"[^>]*><span role="img" aria-label="open">&#9744;<\/span><\/td><td[^>]*>A task<\/td>/,
      /<td width="26"[^>]*><span aria-hidden="true">&bull;<\/span><\/td><td[^>]*>A plain item<\/td>/,
    ],
    text: ["- [ ] A task\n- A plain item"],
  },
};

test("every case is looked at", () => {
  expect(Object.keys(made.digest).toSorted()).toEqual(Object.keys(CONTENT).toSorted());
});

for (const family of ["interview", "digest"] as const)
  test.each(Object.entries(CONTENT))(
    `%s gives what is right in ${family}`,
    (name, { said, html, text, fixed }) => {
      const one = made[family][name];
      expect(one?.said.toSorted()).toEqual(said.toSorted());
      for (const piece of html ?? [])
        expect(one?.html).toMatch(typeof piece === "string" ? literal(piece) : piece);
      for (const piece of text ?? []) expect(one?.text).toContain(piece);
      expect(one?.fixed).toContain(fixed ?? "");
    },
  );

test("what a case is about is said in its words", () => {
  const { digest } = made;
  expect(digest["accept-says-nothing-broke"]?.hints).toContain("Accepted: the museum has no https");
  expect(digest["silent-literal-reference-link"]?.hints).toContain("there is no definition [docs]");
  expect(digest["silent-mailchimp-tag"]?.hints).toContain("Write {{ subscriber.first_name }}");
  expect(digest["remote-image-stretched"]?.hints).toContain("or write its width in px after it");
  expect(digest["guest-in-list"]?.html.match(/>Ada</g)).toHaveLength(1);
  expect(digest["image-attributes-mailed-as-text"]?.html).not.toContain("{width");
  for (const word of ["Warning", "Unsubscribe", "min read", "Forward"])
    expect(digest["german-issue-english-frame"]?.html).not.toContain(word);
});

function literal(piece: string): RegExp {
  return new RegExp(piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
}
