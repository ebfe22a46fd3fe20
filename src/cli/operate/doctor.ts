import { LetterpressError } from "#src/model/errors.ts";
import { probe } from "#src/resend/probe.ts";
import type { App } from "#src/app/open-app.ts";
import type { Io } from "#src/cli/io.ts";
import type { JsonOption } from "#src/cli/options.ts";
import { openProject } from "#src/cli/open-project.ts";
import { print, printJson, printTable, style } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

/** `unknown`: nobody could find out. It is printed, and never counts as good. */
interface Check {
  readonly what: string;
  readonly result: "good" | "bad" | "unknown";
  readonly says: string;
}

/** Check what a send needs. Exit code 3 where something is bad. */
export async function doctor(options: JsonOption, io: Io): Promise<number> {
  const { newsletter } = await openProject(options, io);
  const checks = await withApp(options, io, async (app) => [
    ledgerCheck(app),
    ...(await resendChecks(app, newsletter.from)),
    webhookCheck(app),
    urlCheck(app, newsletter.url),
  ]);
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

function ledgerCheck({ ledger }: App): Check {
  return { what: "ledger", result: "good", says: `${ledger.name}, bound to ${ledger.destination}` };
}

async function resendChecks(app: App, from: string): Promise<Check[]> {
  let client;
  try {
    client = app.client();
  } catch (error) {
    if (error instanceof LetterpressError) return [{ what: "key", result: "bad", says: error.message }];
    throw error;
  }
  const { key, message, domain, rate, usage } = await probe(client, { from });
  const words = message === null ? "" : `: ${message}`;
  const checks: Check[] = [
    {
      what: "key",
      result: key === "full" || key === "sending" ? "good" : key === "refused" ? "bad" : "unknown",
      says:
        {
          full: "has full access",
          sending: "has sending access",
          refused: "is refused",
          unreachable: "Resend cannot be reached",
          unknown: "Resend did not say",
        }[key] + words,
    },
  ];
  if (app.config.destination === "sandbox") {
    checks.push({ what: "domain", result: "good", says: "the sandbox accepts mail from every domain" });
  } else if (domain === null) {
    checks.push({ what: "domain", result: "unknown", says: "this key may not ask about domains" });
  } else {
    checks.push({
      what: "domain",
      result: domain.status === "verified" ? "good" : "bad",
      says: `${domain.name} is ${domain.status}`,
    });
  }
  if (rate !== null) checks.push({ what: "pace", result: "good", says: `${rate} requests a second` });
  if (usage !== null) {
    const left = ({ used, limit }: { used: number; limit: number | null }) =>
      `${used.toLocaleString("en")} of ${limit === null ? "no limit" : limit.toLocaleString("en")}`;
    checks.push({
      what: "quota",
      result: "good",
      says: `today ${left(usage.daily)}, this month ${left(usage.monthly)}`,
    });
  }
  return checks;
}

function webhookCheck({ config }: App): Check {
  return config.webhookSecrets.length > 0
    ? { what: "webhook", result: "good", says: "a signing secret is set" }
    : {
        what: "webhook",
        result: "bad",
        says: "RESEND_WEBHOOK_SECRET is not set, so bounces and complaints would be missed",
      };
}

function urlCheck({ config }: App, url: string): Check {
  const shown = config.publicUrl ?? url;
  const secure = shown.startsWith("https://") || config.destination === "sandbox";
  return {
    what: "url",
    result: secure ? "good" : "bad",
    says: secure ? shown : `${shown} is not https, which images and links in a mail need`,
  };
}
