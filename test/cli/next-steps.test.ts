import { cp } from "node:fs/promises";
import BetterSqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { PAUSES, type PauseReason, type SendState } from "#src/model/states.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { startDue } from "#src/send/start-due.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { issue, NOW, REAL_ENV, type Result, type TempProject, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const READERS = 150;
const REASONS = Object.keys(PAUSES) as PauseReason[];

/** A send as somebody may find it: its columns, what became of its two batches, and whether it was planned. */
interface Found {
  readonly state: SendState;
  readonly reason?: PauseReason;
  readonly planned: boolean;
  /** Of batch 1 and batch 2. */
  readonly batches?: readonly ["pending" | "uncertain" | "submitted" | "refused", "pending" | "submitted"];
  readonly resumes?: boolean;
}

const STATES: readonly Found[] = [
  { state: "scheduled", planned: false },
  { state: "planning", planned: false },
  { state: "submitting", planned: true },
  { state: "submitting", planned: true, batches: ["uncertain", "pending"] },
  { state: "settling", planned: true, batches: ["submitted", "submitted"] },
  { state: "settling", planned: true, batches: ["uncertain", "submitted"] },
  { state: "submitted", planned: true, batches: ["submitted", "submitted"] },
  { state: "submitted_with_failures", planned: true, batches: ["refused", "submitted"] },
  { state: "canceled", planned: false },
  { state: "canceled", planned: true, batches: ["uncertain", "submitted"] },
  { state: "paused", reason: "wave", planned: true, batches: ["submitted", "pending"], resumes: true },
  { state: "paused", reason: "person", planned: true, batches: ["uncertain", "pending"] },
  { state: "paused", reason: "auth", planned: true, batches: ["uncertain", "pending"] },
  ...REASONS.flatMap((reason): Found[] => {
    const from: readonly SendState[] = PAUSES[reason].from;
    return [
      ...(from.includes("scheduled") || from.includes("planning")
        ? [{ state: "paused", reason, planned: false } as const]
        : []),
      ...(from.includes("submitting") ? [{ state: "paused", reason, planned: true } as const] : []),
    ];
  }),
];

interface Desk {
  readonly project: TempProject;
  readonly run: (line: string) => Promise<Result>;
}

/** A newsletter through Resend, which is the sandbox here; the issue is scheduled, and planned if that is asked. */
async function desk(from: TempProject | null = null): Promise<Desk> {
  const sandbox = await startSandbox({
    switches: { rate_limit: 1000 },
    domains: [{ name: "news.example.org", status: "verified" }],
  });
  onTestFinished(() => sandbox.close());
  const readers = Array.from({ length: READERS }, (_, n) => `reader${n}@a.example,active`);
  const project = await tempProject({
    [FILE]: issue(["draft: false", "send_at: 2026-12-01 09:00"], "Hello, here is the letter."),
    "readers.csv": `email,status\n${readers.join("\n")}\n`,
  });
  if (from !== null) await cp(from.path(".letterpress"), project.path(".letterpress"), { recursive: true });
  const env = {
    ...REAL_ENV,
    RESEND_BASE_URL: sandbox.url,
    RESEND_API_KEY: sandbox.apiKey,
    RESEND_WEBHOOK_SECRET: `whsec_${"QUJD".repeat(8)}`,
  };
  // A clock that goes on: the pace waits for its next turn by it. And a person who says yes.
  const began = Date.now();
  const clock = { now: () => NOW + Date.now() - began };
  const run = (line: string) => project.run(line.split(" "), { env, clock, types: "yes" });
  return { project, run };
}

/** The ledger of a project with the send as it is to be found. */
async function arrange({ project, run }: Desk, found: Found): Promise<void> {
  await run("migrate");
  await run("subscribers import readers.csv --unstated active --yes");
  await run("schedule hello --no-wave");
  const path = project.path(".letterpress", "letterpress.db");
  if (found.planned) await plan(path);
  const database = new BetterSqlite(path);
  const set = (sql: string, ...values: unknown[]) => database.prepare(sql).run(...values);
  for (const [index, state] of (found.batches ?? []).entries()) {
    if (state === "pending") continue;
    const of = "send_id = (select max(id) from sends) and n = ?";
    set(`update batches set state = ?, first_post_at = ? where ${of}`, state, NOW, index + 1);
    const outcome = "update deliveries set outcome = ?, not_received = ? where batch_id in";
    set(`${outcome} (select id from batches where ${of})`, state, Number(state === "refused"), index + 1);
  }
  const reason = found.reason ?? null;
  const resumeAt = found.resumes === true ? NOW + 600_000 : null;
  set("update sends set state = ?, reason = ?, note = 'Why.', resume_at = ?", found.state, reason, resumeAt);
  if (reason === "damaged") set("update sends set settings = '{'");
  database.close();
}

/** Freeze its audience now: nothing is posted. */
async function plan(path: string): Promise<void> {
  const database = new BetterSqlite(path);
  database.prepare("update sends set due_at = ?, wall_local = null").run(NOW);
  database.close();
  const clock = { now: () => NOW };
  await using ledger = await openLedger({ url: `sqlite:${path}`, root: "/", destination: "resend", clock });
  await startDue(ledger);
}

interface Hint {
  readonly line: string;
  /** The commands that are to be typed before it. */
  readonly after: readonly string[];
}

/** The commands of a text, each with those before it: "`a`, then `b` or `c`" is a then b, or a then c. */
function hintsIn(text: string): Hint[] {
  const hints: Hint[] = [];
  let end = 0;
  for (const match of text.matchAll(/`letterpress ([^`]+)`/g)) {
    const between = text.slice(end, match.index);
    const last = hints.at(-1);
    const line = match[1] ?? "";
    if (last !== undefined && /^[^.]*\bthen $/.test(between))
      hints.push({ line, after: [...last.after, last.line] });
    else if (last !== undefined && /\bor $/.test(between)) hints.push({ line, after: last.after });
    else hints.push({ line, after: [] });
    end = match.index + match[0].length;
  }
  return hints;
}

/** What must be true after a command that a hint names, beside that it did not fail. */
function effectOf(line: string): {
  readonly state?: RegExp;
  readonly outcomes?: object;
  readonly exit: number[];
} {
  const [name = ""] = line.split(" ");
  if (line.includes("--uncertain")) return { outcomes: { uncertain: 0 }, exit: [0] };
  switch (name) {
    case "cancel":
    case "unschedule":
      return { state: /^canceled$/, exit: [0] };
    case "pause":
      return { state: /^paused$/, exit: [0] };
    case "resume":
    case "approve":
      return { state: /^(?:scheduled|submitting)$/, exit: [0] };
    case "schedule":
      // Its finding names `send` where the time is past.
      return { state: /^(?:scheduled|canceled)$/, exit: [0, 1] };
    case "send":
      return { state: /^submitted$/, exit: [0] };
    case "tick":
      return { state: /^(?:scheduled|submitting|submitted|settling)$/, exit: [0, 4] };
    default:
      return { exit: [0] };
  }
}

const nameOf = ({ state, reason, planned, batches, resumes }: Found) =>
  [state, reason, planned ? "planned" : "not planned", batches?.join(" + "), resumes ? "at its time" : null]
    .filter((part) => part !== null && part !== undefined)
    .join(", ");

test.each(STATES.map((found) => [nameOf(found), found] as const))(
  "every command that `status` names works as printed: %s",
  { timeout: 60_000 },
  async (_, found) => {
    const base = await desk();
    await arrange(base, found);
    const one = await base.run("status hello");
    const all = await base.run("status");
    const hints = hintsIn(one.stdout.slice(one.stdout.indexOf("Next: ")));
    expect(hints).not.toEqual([]);
    // What waits for a person is named by both.
    if (found.state === "paused")
      expect(all.stdout).toContain(one.stdout.slice(one.stdout.indexOf("Next: ")));
    for (const { line, after } of hints) {
      expect(line).not.toMatch(/\b[A-Z]{3,}\b/);
      if (line === "serve") continue;
      const { project, run } = await desk(base.project);
      for (const before of after) await run(before);
      const done = await run(line);
      const { state, outcomes, exit } = effectOf(line);
      expect({ line, exit: exit.includes(done.exit), output: done.output }).toMatchObject({ exit: true });
      const [now] = JSON.parse((await run("status hello --json")).stdout) as {
        state: string;
        outcomes: unknown;
      }[];
      if (state !== undefined)
        expect({ line, state: now?.state }).toEqual({ line, state: expect.stringMatching(state) });
      if (outcomes !== undefined) expect(now?.outcomes).toMatchObject(outcomes as object);
      expect(project.root).not.toBe(base.project.root);
    }
  },
);
