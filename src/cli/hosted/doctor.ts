import { runChecks } from "#src/app/connect/run-checks.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { doctorMail } from "#src/cli/operate/doctor-mail.ts";
import { openChecks } from "#src/cli/operate/open-checks.ts";
import type { DoctorOptions } from "#src/cli/operate/options.ts";
import { printChecks } from "#src/cli/print/print-checks.ts";

/** Check what a send needs where subscribers live at Resend. Exit code 3 if something is missing. */
export async function doctor(options: DoctorOptions, io: Io): Promise<number> {
  if (options.eml !== undefined) return doctorMail(options.eml, options, io);
  if (options.compact === true)
    throw new LetterpressError("audience/no-ledger", "There is no ledger to rewrite.", {
      hint: "Run `letterpress doctor` without --compact.",
    });
  const found = await runChecks(await openChecks(options, io));
  const checks = found.map(({ check }) => check);
  return printChecks(io, checks, { json: options.json, command: "doctor" });
}
