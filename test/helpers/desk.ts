import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type App, openApp } from "#src/app/open-app.ts";
import { type ScheduleChange, readSchedule } from "#src/app/schedule/read-schedule.ts";
import { loadProject } from "#src/project/load-project.ts";
import { readStatus } from "#src/store/sends/status.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { migratedDatabase, testClock } from "./temp-ledger.ts";
import { tempProject } from "./temp-project.ts";

const SEND_AT = "2026-12-01 09:00";

export function issueText(
  changes: Record<string, string | null> = {},
  body = "Good morning, everybody. This is the letter.",
): string {
  const keys = {
    title: "A letter",
    preview_text: "What this letter has to say, in one line of a fair length.",
    send_at: SEND_AT,
    draft: "false",
    ...changes,
  };
  const lines = Object.entries(keys).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${value}`]));
  return `---\n${lines.join("\n")}\n---\n\n${body}\n`;
}

export interface Desk {
  readonly app: App;
  readonly clock: ReturnType<typeof testClock>;
  readonly root: string;
  readonly write: (text: string, path?: string) => Promise<void>;
  /** Read the files as a tick does. */
  readonly read: () => Promise<ScheduleChange[]>;
  /** Its latest send. */
  readonly state: () => Promise<{ state: string; due: string; digest: string; reason: string | null } | null>;
}

/**
 * A project with one issue, `letter`, and an open application on a sandbox's ledger. Its clock stands at nine in
 * Greenwich, four in Lima, on the first of December, five hours before the letter is due.
 */
export async function desk(
  text = issueText(),
  config: Readonly<Record<string, unknown>> = {},
  start = "2026-12-01T09:00:00Z",
  dialect: Ledger["dialect"] = "sqlite",
): Promise<Desk> {
  const root = await tempProject({ "issues/2026-12-01-letter.md": text }, config);
  const clock = testClock(Date.parse(start));
  const opened = await openApp({
    root,
    env: {},
    sandbox: true,
    clock,
    create: true,
    config: { ledgerUrl: dialect === "sqlite" ? "sqlite:ledger.db" : await migratedDatabase() },
  });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  // PostgreSQL tells its own time.
  const app = { ...opened, ledger: { ...opened.ledger, clock } };
  return {
    app,
    clock,
    root,
    write: (next, path = "issues/2026-12-01-letter.md") => writeFile(join(root, path), next),
    read: async () => readSchedule(app, await loadProject(root)),
    state: async () => {
      const [first] = await readStatus(app.ledger.db, "letter");
      if (first === undefined) return null;
      const { state, due_at: due, email_digest: digest, reason } = first.send;
      return { state, due: new Date(due).toISOString(), digest, reason };
    },
  };
}

/** `slug change`, in the order of the files. */
export const changesOf = (changes: readonly ScheduleChange[]) =>
  changes.map(({ slug, change }) => `${slug} ${change}`);
