import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { tick } from "#src/app/job/tick.ts";
import { type App, openApp } from "#src/app/open-app.ts";
import { INTERNAL_FAULT, messageOf } from "#src/model/errors.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { addReaders } from "../helpers/sample-send.ts";
import { writeProject } from "../helpers/write-project.ts";
import { mutateBytes, mutateText } from "./mutate.ts";

/** What became of mutated files beside a good issue that was due. */
export interface Fuzzed {
  readonly runs: number;
  /** Runs after which the good issue was not sent, or not once, with what was mutated. */
  readonly wrong: readonly string[];
  /** Runs in which Letterpress itself failed at the mutated file, and went on. */
  readonly faults: readonly string[];
}

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 11, 1, 9);
/** Runs on one ledger: each leaves an issue behind that every later one is compared with. */
const AT_ONCE = 50;

const TSX = `import { EmailHead, IssueBody, Preheader, type TemplateInput } from "letterpress";
import { Head } from "react-email";
export default function Plain(input: TemplateInput) {
  const { issue, urls } = input;
  return (
    <html lang={issue.lang} dir={issue.dir}>
      <Head><EmailHead {...input} /></Head>
      <body><div lang={issue.lang} dir={issue.dir}><Preheader {...input} /><h1>{issue.title}</h1><IssueBody {...input} />
        <p><a href={urls.unsubscribe}>Leave</a> {input.newsletter.postal_address}</p></div></body>
    </html>
  );
}
`;

const CONFIG = `export default {
  name: "The Test",
  url: "https://letters.example",
  from: "The Test <test@letters.example>",
  reply_to: "editor@letters.example",
  postal_address: "1 Test Lane, Lima",
  timezone: "America/Lima",
  lang: "en",
  languages: ["en"],
  lists: { weekly: { title: "Weekly", opt_in: "double" }, extra: { title: "Extra" } },
  sections: { corner: { title: "The corner", list: "extra", template: "plain", slot: "Tue 09:00" } },
  series: { north: { title: "North" } },
  authors: { ada: { name: "Ada Quispe", url: "https://ada.example" } },
  attributes: { city: { type: "string" }, since: { type: "date" } },
  template: "plain",
  theme: { accent: "#9c2f1f" },
  wave: { above: 2000, share: 0.02 },
  brake: { bounces: 0.04, complaints: 0.001 },
  pace: { per_hour: 100000, ramp: false },
  editors: ["editor@letters.example"],
};
`;

const good = (i: number, dueAt: number) => `---
title: Good ${i}
preview_text: What this letter has to say, in one line of a fair length.
send_at: ${new Date(dueAt).toISOString().slice(0, 19)}Z
draft: false
---

This is letter ${i}. Good morning, {{ subscriber.first_name | default: "you" }}.

![A red dot, painted by hand.](dot.png)
`;

const odd = (i: number, draft: boolean, template: string) => `---
title: "Odd ${i}"
subtitle: 'A line below it'
subject: "Odd ${i}: big news \\u2014 today"
preview_text: "What changes in May, in one table, and why we close on Mondays."
slug: odd-${i}
aliases: [older-${i}, "/2020/oldest-${i}"]
canonical_url: https://letters.example/odd
send_at: 2029-12-04T09:00:00-05:00
timezone: America/Lima
draft: ${draft}
issue: ${i + 10_000}
series: north
part: 2
authors: [ada]
guests:
  - name: Grace Hopper
    role: Admiral
    image: odd.png
    url: https://grace.example
tags: [one, two]
template: ${template}
lang: en
list: weekly
segment: city:Lima
archive: public
image: { src: odd.png, alt: "A blue square, painted by hand." }
accept: [{ rule: links/http, reason: "It is theirs." }]
---

Good morning, {{ subscriber.first_name | default: "you" | truncate: 20, "…" }} of {{ subscriber.city | default: 'Lima' }},
member since {{ subscriber.since | date: "%d %B", "es" | default: "ever" }}.

## A question?

::guest

An answer with **bold**, _soft_, \`code\`, [a link](https://example.org/?a=1&b=2) and a note[^1].

> [!NOTE]
> A note of its own.

:::columns
Left

Right
:::

| a | b |
|---|--:|
| 1 | 2 |

- [ ] one
- [x] two

![A blue square, painted by hand.](odd.png)

**[Join](https://example.org/join)**

[^1]: The note.
`;

/**
 * Mutate issues, configs, templates and images, one thing a run, at the moment a good issue is due beside them, and see
 * whether the tick sends it once. Knows nothing of a test runner.
 */
export async function fuzzProject(runs: number, random: () => number): Promise<Fuzzed> {
  const wrong: string[] = [];
  const faults: string[] = [];
  for (let first = 0; first < runs; first += AT_ONCE)
    await fuzzSome(first, Math.min(AT_ONCE, runs - first), random, { wrong, faults });
  return { runs, wrong, faults };
}

async function fuzzSome(
  first: number,
  runs: number,
  random: () => number,
  found: { readonly wrong: string[]; readonly faults: string[] },
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-fuzz-"));
  try {
    await writeProject(root);
    await using sandbox = await startSandbox({ switches: { rate_limit: 10_000, daily_quota: 1_000_000 } });
    let now = START;
    await using app = await openApp({
      root,
      env: {},
      sandbox: true,
      clock: { now: () => now },
      create: true,
      config: { ledgerUrl: "sqlite:ledger.db", apiKey: sandbox.sendingKey, baseUrl: sandbox.url },
    });
    await addReaders(app.ledger, 1);
    const files = await healthy(root);
    const numbers = Array.from({ length: runs }, (_, at) => first + at);
    const dueAt = (i: number) => START + (i - first + 1) * HOUR_MS;
    const path = (i: number) => join(root, `issues/good-${i}.md`);
    for (const i of numbers) await writeFile(path(i), good(i, dueAt(i)));
    const { changes } = await tick(app, new AbortController().signal);
    const odd = changes.find(({ change }) => change !== "scheduled");
    if (odd !== undefined || changes.length !== runs)
      throw new Error(`Not scheduled: ${JSON.stringify(odd)}`);
    for (const i of numbers) await rm(path(i));
    for (const i of numbers) {
      now = dueAt(i);
      await files.restore();
      await writeFile(path(i), good(i, dueAt(i)));
      const what = await files.mutate(i, random);
      const said = await run(app);
      const sent = sandbox.inbox.list({ limit: 1000 }).data.filter(({ subject }) => subject === `Good ${i}`);
      if (said.thrown !== null || sent.length !== 1)
        found.wrong.push(`${i}: ${what}: sent ${sent.length} times. ${said.thrown ?? ""}`);
      found.faults.push(...said.faults.map((fault) => `${i}: ${what}: ${fault}`));
      await rm(path(i));
      await rm(join(root, `issues/odd-${i}.md`), { force: true });
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function run(
  app: App,
): Promise<{ readonly thrown: string | null; readonly faults: readonly string[] }> {
  try {
    const { changes, failures } = await tick(app, new AbortController().signal);
    const ours = changes.flatMap(({ findings }) => findings.filter(({ rule }) => rule === INTERNAL_FAULT));
    const others = failures.filter((error) => !(error instanceof Error && "code" in error));
    return { thrown: null, faults: [...ours.map(({ message }) => message), ...others.map(messageOf)] };
  } catch (error) {
    return { thrown: error instanceof Error ? (error.stack ?? error.message) : String(error), faults: [] };
  }
}

/** The files as they should be, and one of them as it should not. */
async function healthy(root: string) {
  const paint = (background: string) =>
    sharp({ create: { width: 16, height: 16, channels: 3, background } })
      .png()
      .toBuffer();
  const picture = await paint("blue");
  await writeFile(join(root, "issues/dot.png"), await paint("red"));
  await writeFile(join(root, "templates/plain.tsx"), TSX);
  const right = new Map<string, string | Uint8Array>([
    ["newsletter.config.ts", CONFIG],
    ["templates/odd.tsx", TSX.replace("Plain", "Odd")],
    ["templates/digest.mjml", await readFile(join(root, "templates/digest.mjml"), "utf8")],
    ["issues/odd.png", picture],
  ]);
  /** The same time whenever a file is as it should be: what was rendered then is still known. */
  const restore = async (path: string) => {
    await writeFile(join(root, path), right.get(path) ?? "");
    await utimes(join(root, path), START / 1000, START / 1000);
  };
  for (const path of right.keys()) await restore(path);
  let wrong: string | null = null;
  return {
    restore: async () => {
      if (wrong !== null) await restore(wrong);
      wrong = null;
    },
    mutate: async (i: number, random: () => number): Promise<string> => {
      const issue = `issues/odd-${i}.md`;
      const text = odd(i, random() < 0.5, random() < 0.5 ? "odd" : "digest");
      await writeFile(join(root, issue), text);
      const dice = random();
      // More than half of them are issues.
      wrong = [...right.keys()][Math.floor(dice * 10)] ?? null;
      const path = wrong ?? issue;
      const before = right.get(path) ?? text;
      const { content, how } =
        typeof before === "string" ? mutateText(before, random) : mutateBytes(before, random);
      await writeFile(join(root, path), content);
      return `${path}, ${how}`;
    },
  };
}
