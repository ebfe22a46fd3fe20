import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import BetterSqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { PAUSES, type PauseReason, type SendState } from "#src/model/states.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { startDue } from "#src/send/start-due.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { issue, NOW, REAL_ENV, type Result, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const READERS = 101;
const SECRET = `whsec_${"QUJD".repeat(8)}`;
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
  readonly ledger: string;
  readonly run: (line: string) => Promise<Result>;
}

/** A newsletter through Resend, which is a sandbox of its own here, and a person who says yes. */
async function desk(): Promise<Desk> {
  const sandbox = await startSandbox({
    switches: { rate_limit: 1000 },
    domains: [{ name: "news.example.org", status: "verified" }],
    webhooks: [{ endpoint: "https://news.example.org/webhooks/resend", secret: SECRET }],
  });
  onTestFinished(() => sandbox.close());
  const readers = Array.from({ length: READERS }, (_, n) => `reader${n}@a.example,active`);
  const project = await tempProject({
    [FILE]: issue(["draft: false", "send_at: 2026-12-01 09:00"], "Hello, here is the letter."),
    "readers.csv": `email,status\n${readers.join("\n")}\n`,
  });
  const env = {
    ...REAL_ENV,
    RESEND_BASE_URL: sandbox.url,
    RESEND_API_KEY: sandbox.apiKey,
    RESEND_WEBHOOK_SECRET: SECRET,
  };
  // A clock that goes on: the pace waits for its next turn by it.
  const began = Date.now();
  const clock = { now: () => NOW + Date.now() - began };
  const run = (line: string) => project.run(line.split(" "), { env, clock, types: "yes" });
  await mkdir(project.path(".letterpress"));
  return { ledger: project.path(".letterpress", "letterpress.db"), run };
}

/** The ledger's bytes with the issue scheduled, and with its audience frozen: made once for all tests. */
const bases = new Map<boolean, Buffer>();

async function baseOf({ ledger, run }: Desk, planned: boolean): Promise<Buffer> {
  const made = bases.get(planned);
  if (made !== undefined) return made;
  await run("migrate");
  await run("subscribers import readers.csv --unstated active --yes");
  await run("schedule hello");
  if (planned) await plan(ledger);
  const base = await readFile(ledger);
  bases.set(planned, base);
  return base;
}

/** Put a ledger in its place, without what SQLite keeps beside the one before. */
async function place(ledger: string, bytes: Buffer): Promise<void> {
  for (const end of ["-wal", "-shm"]) await rm(ledger + end, { force: true });
  await writeFile(ledger, bytes);
}

/** The ledger's bytes with the send as it is to be found. */
async function arrange(at: Desk, found: Found): Promise<Buffer> {
  await place(at.ledger, await baseOf(at, found.planned));
  const database = new BetterSqlite(at.ledger);
  const set = (sql: string, ...values: unknown[]) => database.prepare(sql).run(...values);
  for (const [index, state] of (found.batches ?? []).entries()) {
    if (state === "pending") continue;
    const of = "send_id = (select max(id) from sends) and n = ?";
    set(`update batches set state = ?, first_post_at = ? where ${of}`, state, NOW, index + 1);
    const outcome = "update deliveries set outcome = ?, not_received = ? where batch_id in";
    const isRefused = Number(state === "refused");
    set(`${outcome} (select id from batches where ${of})`, state, isRefused, index + 1);
  }
  const reason = found.reason ?? null;
  const resumeAt = found.resumes === true ? NOW + 600_000 : null;
  const finishedAt = /^(?:submitted|canceled)/.test(found.state) ? NOW : null;
  set(
    "update sends set state = ?, reason = ?, note = 'Why.', resume_at = ?, finished_at = ?",
    found.state,
    reason,
    resumeAt,
    finishedAt,
  );
  if (found.state === "planning") set("update sends set due_at = ?, wall_local = null", NOW);
  if (reason === "damaged") set("update sends set settings = '{'");
  database.close();
  return readFile(at.ledger);
}

/** Where the send is, and how many of its readers nobody knows about. */
function lookAt(ledger: string): { state: unknown; uncertain: unknown } {
  const database = new BetterSqlite(ledger);
  const last = "select state from sends where kind = 'issue' order by id desc limit 1";
  const state = database.prepare(last).pluck().get();
  const doubt = "select count(*) from deliveries where outcome = 'uncertain'";
  const uncertain = database.prepare(doubt).pluck().get();
  database.close();
  return { state, uncertain };
}

/** Freeze its audience now: nothing is posted. */
async function plan(path: string): Promise<void> {
  const database = new BetterSqlite(path);
  database.prepare("update sends set due_at = ?, wall_local = null").run(NOW);
  database.close();
  const clock = { now: () => NOW };
  await using ledger = await openLedger({
    url: `sqlite:${path}`,
    root: "/",
    destination: "resend",
    suppressionKey: null,
    clock,
  });
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

/** What must be true after a command that a hint names, beside its exit code. */
function effectOf(
  line: string,
  found: Found,
): { readonly exits: readonly number[]; readonly [column: string]: unknown } {
  const [name = ""] = line.split(" ");
  if (line.includes("--uncertain")) return { uncertain: 0, exits: [0] };
  const state = (pattern: RegExp) => expect.stringMatching(pattern);
  switch (name) {
    case "cancel":
    case "unschedule":
      return { state: "canceled", exits: [0] };
    case "pause":
      return { state: "paused", exits: [0] };
    case "resume":
    case "approve":
      return { state: state(/^(?:scheduled|submitting)$/), exits: [0] };
    case "schedule":
      // Its finding names `send` where the time is past.
      return { state: state(/^(?:scheduled|canceled)$/), exits: [0, 1] };
    case "send":
      return { state: "submitted", exits: [0] };
    case "tick":
      // Before its time it stays where it is.
      if (found.state === "scheduled" || found.resumes === true) return { state: found.state, exits: [0] };
      return { state: state(/^(?:submitted|settling)$/), exits: [0, 4] };
    default:
      return { exits: [0] };
  }
}

const nameOf = ({ state, reason, planned, batches, resumes }: Found) =>
  [state, reason, planned ? "planned" : "not planned", batches?.join(" + "), resumes ? "at its time" : null]
    .filter((part) => part !== null && part !== undefined)
    .join(", ");

test.each(STATES.map((found) => [nameOf(found), found] as const))(
  "every command that `status` names works as printed: %s",
  async (_, found) => {
    const at = await desk();
    const bytes = await arrange(at, found);
    const one = await at.run("status hello");
    const next = one.stdout.slice(one.stdout.indexOf("Next: "));
    const hints = hintsIn(next);
    expect(hints).not.toEqual([]);
    // What waits for a person is named where all sends are.
    const all = found.state === "paused" ? (await at.run("status")).stdout : next;
    expect(all).toContain(next);
    for (const { line, after } of hints) {
      expect(line).not.toMatch(/\b[A-Z]{3,}\b/);
      if (line === "serve") continue;
      await place(at.ledger, bytes);
      for (const before of after) await at.run(before);
      const { exit, output } = await at.run(line);
      const { exits, ...effect } = effectOf(line, found);
      expect({ line, output, isFine: exits.includes(exit) }).toEqual({ line, output, isFine: true });
      expect({ line, ...lookAt(at.ledger) }).toMatchObject({ line, ...effect });
    }
  },
);
