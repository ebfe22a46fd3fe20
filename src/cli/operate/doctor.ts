import { LetterpressError } from "#src/model/errors.ts";
import type { Quota } from "#src/model/quota.ts";
import { probe } from "#src/resend/probe.ts";
import type { App } from "#src/app/open-app.ts";
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
    print(io, bad === 0 ? "Ready to send." : "Fix what is bad, then run `letterpress doctor` again.");
  }
  return bad === 0 ? 0 : 3;
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
  const checks = [check("key", result, message === null ? says : `${says}: ${message}`)];
  if (app.config.destination === "sandbox")
    checks.push(check("domain", "good", "the sandbox accepts mail from every domain"));
  else if (domain === null) checks.push(check("domain", "unknown", "this key may not ask about domains"));
  else
    checks.push(
      check("domain", domain.status === "verified" ? "good" : "bad", `${domain.name} is ${domain.status}`),
    );
  if (rate !== null) checks.push(check("pace", "good", `${rate} requests a second`));
  if (usage === null) return checks;
  const used = ({ used: n, limit }: Pick<Quota, "used" | "limit">) =>
    `${n.toLocaleString("en")} of ${limit === null ? "no limit" : limit.toLocaleString("en")}`;
  const quotas = `today ${used(usage.daily)}, this month ${used(usage.monthly)}`;
  return [...checks, check("quota", "good", quotas)];
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
