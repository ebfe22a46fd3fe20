import type { App } from "#src/app/open-app.ts";
import { runChecks } from "#src/app/connect/run-checks.ts";
import { type Check, isMissing, isOk } from "#src/app/connect/check.ts";
import { fingerprintOfKey, isKeyBound } from "#src/store/guard/bind-key.ts";
import type { Io } from "#src/cli/io.ts";
import { printChecks } from "#src/cli/print/print-checks.ts";
import { withApp } from "#src/cli/with-app.ts";
import { doctorMail } from "./doctor-mail.ts";
import { openChecks } from "./open-checks.ts";
import type { DoctorOptions } from "./options.ts";
import { compact, retentionChecks } from "./retention-checks.ts";

/** Check what a send needs. With `--compact` the ledger is rewritten first. Exit code 3 if something is missing. */
export async function doctor(options: DoctorOptions, io: Io): Promise<number> {
  if (options.eml !== undefined) return doctorMail(options.eml, options, io);
  const checks = await withApp(options, io, async (app) => {
    const connection = await openChecks(options, io, app.config);
    if (options.compact) await compact(app, io);
    const { size, retention } = await retentionChecks(app, connection.newsletter);
    return [
      isOk("ledger", `${app.ledger.name}, bound to ${app.ledger.destination}`),
      isOk("size", size),
      isOk("retention", retention),
      ...(await secretChecks(app)),
      ...(await runChecks(connection)).map(({ check }) => check),
    ];
  });
  return printChecks(io, checks, { json: options.json, command: "doctor" });
}

/** Names the secrets by their fingerprints, so that a person can tell which ones these are without seeing them. */
async function secretChecks({ config, ledger }: App): Promise<Check[]> {
  const ids = [...new Set(config.tokenKeys.map(({ kid }) => kid))];
  const key = fingerprintOfKey(config.suppressionKey);
  return [
    (await isKeyBound(ledger.db))
      ? isOk("suppression key", `${key}, the one this ledger was made with`)
      : isMissing(
          "suppression key",
          `${key}, but some readers were stored under another one`,
          "docs/recover.md says how to find out which; then run `letterpress doctor`.",
        ),
    isOk(
      "link secrets",
      `${ids[0] ?? "none"} signs${ids.length > 1 ? `, ${ids.slice(1).join(", ")} still verify` : ""}`,
    ),
  ];
}
