import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { submitBatch } from "#src/resend/submit-batch.ts";
import { sweepCounters, takeCounted } from "#src/store/database/counters.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { takeTurn } from "#src/store/database/limiter.ts";
import type { App } from "#src/app/open-app.ts";

/** What somebody said about a page that was shared with them. */
export interface Remark {
  /** Public id of the share. */
  readonly share: string;
  readonly title: string;
  readonly slug: string;
  /** The name as they typed it; empty if they typed none. */
  readonly name: string;
  readonly text: string;
  /** The network it came from; null where that is not known. */
  readonly network: string | null;
}

export type Remarked = "mailed" | "too-many" | "nobody" | "failed";

/** Remarks an hour at most: a link that leaks must not fill anybody's mailbox. */
const LIMITS = { network: 5, share: 20, all: 60 } as const;
/** How long to wait for a turn of the pace that all mail shares; a person waits for the answer. */
const PATIENCE_MS = 5_000;

/** Mails a remark to the `editors` of the config, as plain text. Nothing of it is kept. */
export async function mailRemark(
  { ledger, client, log }: Pick<App, "ledger" | "client" | "log">,
  newsletter: Pick<Newsletter, "from" | "editors" | "name" | "resend">,
  remark: Remark,
): Promise<Remarked> {
  const { from, editors, name } = newsletter;
  if (editors.length === 0) return "nobody";
  if (!(await mayRemark(ledger, remark))) return "too-many";
  const text = textOf(remark, name);
  const subject = `Remark on ${printable(remark.title).replaceAll(/\s+/g, " ")}`;
  // One message for each editor: a stranger's mail must not tell editors each other's addresses.
  const messages = editors.slice(0, 100).map((to) => ({ from, to, subject, text }));
  const bytes = new Uint8Array(Buffer.from(JSON.stringify(messages)));
  if (!(await waitForTurn(ledger, newsletter.resend.team))) return "failed";
  // A remark that an impatient person submits twice is one mail.
  const key = `lp_remark_${createHash("sha256").update(remark.share).update(bytes).digest("hex").slice(0, 40)}`;
  const result = await submitBatch(client(), { bytes, count: messages.length }, { key });
  const reason = "reason" in result ? result.reason : null;
  log("remark", { slug: remark.slug, outcome: result.outcome, ...(reason === null ? {} : { reason }) });
  return result.outcome === "accepted" && result.items.some((item) => !("error" in item))
    ? "mailed"
    : "failed";
}

async function mayRemark({ db, clock }: Ledger, { share, network }: Remark): Promise<boolean> {
  const now = clock.now();
  await sweepCounters(db, "remark:", now - DAY_MS);
  const turns = [
    ...(network === null ? [] : [[`remark:net:${network}`, LIMITS.network] as const]),
    [`remark:share:${share}`, LIMITS.share] as const,
    ["remark:all", LIMITS.all] as const,
  ];
  for (const [name, most] of turns)
    if (!(await takeCounted(db, name, { most, windowMs: HOUR_MS, now }))) return false;
  return true;
}

async function waitForTurn({ db, dialect, clock }: Ledger, team: string): Promise<boolean> {
  const until = clock.now() + PATIENCE_MS;
  for (;;) {
    const now = clock.now();
    const turn = await db.transaction().execute((trx) => takeTurn(trx, dialect, team, now));
    if (!("wait" in turn)) return true;
    if (turn.wait > until) return false;
    await wait(Math.max(1, turn.wait - now));
  }
}

function textOf({ title, slug, name, text }: Remark, newsletter: string): string {
  const who = name === "" ? "Somebody who did not give a name" : `Somebody who calls themselves “${name}”`;
  return [
    `${who} said this about “${printable(title)}” (${slug}) of ${newsletter}, on the page that was shared with them:`,
    text
      .split("\n")
      .map((line) => `> ${line}`)
      .join("\n"),
    "Everybody who has the link can write here. Letterpress does not know who it was, and an answer to this mail does not reach them.",
  ].join("\n\n");
}

/** Returns a stranger's words without characters that move a cursor, hide text or reverse its direction. Line breaks stay. */
export function printable(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .trim();
}
