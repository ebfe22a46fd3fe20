import { LetterpressError } from "#src/model/errors.ts";
import type { Fact } from "#src/model/facts.ts";
import { type Quota, type Usage, leftOf } from "#src/model/quota.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { probe } from "#src/resend/probe.ts";
import type { App } from "#src/app/open-app.ts";
import { fingerprintOfKey, isKeyBound } from "#src/store/guard/bind-key.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { print, printJson, printTable, style } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { DoctorOptions } from "./options.ts";
import { compact, retentionChecks } from "./retention-checks.ts";

/** `unknown`: it could not be found out. It is printed, and never counts as good. */
interface Check {
  readonly what: string;
  readonly result: "good" | "bad" | "unknown";
  readonly says: string;
}

/** Check what a send needs. With `--compact` the ledger is rewritten first. Exit code 3 where something is bad. */
export async function doctor(options: DoctorOptions, io: Io): Promise<number> {
  const { newsletter } = await openProject(options, io);
  const checks = await withApp(options, io, async (app) => {
    if (options.compact) await compact(app, io);
    const { size, retention } = await retentionChecks(app, newsletter);
    return [
      check("ledger", "good", `${app.ledger.name}, bound to ${app.ledger.destination}`),
      check("size", "good", size),
      check("retention", "good", retention),
      ...(await secretChecks(app)),
      ...(await resendChecks(app, newsletter.from)),
      webhookCheck(app),
      urlCheck(app, newsletter.url),
    ];
  });
  const bad = checks.filter(({ result }) => result === "bad").length;
  if (options.json) {
    printJson(io, checks);
  } else {
    const rows = checks.map(({ what, result, says }) => [
      what,
      style(io.stdout, result === "bad" ? "bad" : "strong", result),
      says,
    ]);
    printTable(io, rows, []);
    print(io);
    const unknown = checks.filter(({ result }) => result === "unknown").map(({ what }) => what);
    print(
      io,
      bad > 0
        ? "Fix what is bad, then run `letterpress doctor` again."
        : unknown.length > 0
          ? `Nothing is known to be wrong, but not everything is known: ${unknown.join(", ")}.`
          : "Ready to send.",
    );
  }
  return bad === 0 ? 0 : 3;
}

/** By their fingerprints, so that a person can tell which secrets these are without seeing them. */
async function secretChecks({ config, ledger }: App): Promise<Check[]> {
  const ids = [...new Set(config.tokenKeys.map(({ kid }) => kid))];
  const key = fingerprintOfKey(config.suppressionKey);
  return [
    (await isKeyBound(ledger.db))
      ? check("suppression key", "good", `${key}, the one this ledger was made with`)
      : check(
          "suppression key",
          "bad",
          `${key}, but some readers were stored under another one: see docs/recover.md`,
        ),
    check(
      "link secrets",
      "good",
      `${ids[0] ?? "none"} signs${ids.length > 1 ? `, ${ids.slice(1).join(", ")} still verify` : ""}`,
    ),
  ];
}

async function resendChecks(app: App, from: string): Promise<Check[]> {
  let client;
  try {
    client = app.client();
  } catch (error) {
    if (error instanceof LetterpressError) return [check("key", "bad", error.message)];
    throw error;
  }
  const { key, message, domain, rate, usage } = await probe(client, { from });
  const [result, says] = KEYS[key];
  const isGone = key === "unreachable" && app.config.destination === "sandbox";
  const checks = [
    isGone
      ? check(
          "key",
          result,
          `no sandbox answers at ${app.config.baseUrl}: \`letterpress sandbox\` starts one`,
        )
      : check("key", result, message === null ? says : `${says}: ${message}`),
  ];
  if (app.config.destination === "sandbox")
    checks.push(check("domain", "good", "the sandbox accepts mail from every domain"));
  else if (domain === null)
    checks.push(
      check(
        "domain",
        "unknown",
        key === "sending" ? "this key may not ask about domains" : "could not be asked",
      ),
    );
  else
    checks.push(
      check("domain", domain.status === "verified" ? "good" : "bad", `${domain.name} is ${domain.status}`),
    );
  if (rate !== null) checks.push(check("pace", "good", `${rate} requests a second`));
  return [...checks, quotaCheck(usage)];
}

/** A plan may allow more than its quota: one that is used up is no fault, but no good news either. */
function quotaCheck(usage: Fact<Usage>): Check {
  if (usage.kind === "unavailable") return check("quota", "unknown", usage.reason);
  const { daily, monthly } = usage.value;
  const isUsedUp = leftOf(daily) === 0 || leftOf(monthly) === 0;
  const says = `today ${inWords(daily)}, this month ${inWords(monthly)}`;
  return check("quota", isUsedUp ? "unknown" : "good", isUsedUp ? `used up: ${says}` : says);
}

function inWords({ used, limit, resetsAt }: Quota): string {
  const of = `${used.toLocaleString("en")} of ${limit === null ? "no limit" : limit.toLocaleString("en")}`;
  return limit === null || !Number.isFinite(resetsAt)
    ? of
    : `${of}, renews ${instantInWords(resetsAt, "UTC")}`;
}

const KEYS = {
  full: ["good", "has full access"],
  sending: ["good", "has sending access"],
  refused: ["bad", "is refused"],
  unreachable: ["unknown", "Resend cannot be reached"],
  unknown: ["unknown", "Resend did not say"],
} as const;

function webhookCheck({ config }: App): Check {
  return config.webhookSecrets.length > 0
    ? check("webhook", "good", "a signing secret is set")
    : check("webhook", "bad", "RESEND_WEBHOOK_SECRET is not set, so bounces and complaints would be missed");
}

function urlCheck({ config }: App, url: string): Check {
  const shown = config.publicUrl ?? url;
  const secure = shown.startsWith("https://") || config.destination === "sandbox";
  return secure
    ? check("url", "good", shown)
    : check("url", "bad", `${shown} is not https, which images and links in a mail need`);
}

function check(what: string, result: Check["result"], says: string): Check {
  return { what, result, says };
}
