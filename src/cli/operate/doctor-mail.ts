import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createNetwork } from "#src/app/connect/network.ts";
import { readPublicUrl } from "#src/app/config.ts";
import { checkMail } from "#src/app/received/check-mail.ts";
import { type ReceivedMail, readMail } from "#src/app/received/read-mail.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { loadConfig } from "#src/project/load-config.ts";
import type { MailDocument } from "#src/cli/documents/mail-document.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { asTyped } from "#src/cli/print/as-typed.ts";
import { columns, print, printJson, style } from "#src/cli/print/print.ts";

/**
 * Check a mail that was received: what a provider finds in it. Nobody is mailed, no link is followed, no ledger is opened; DNS alone is
 * asked. Exit code 3 if something is wrong.
 */
export async function doctorMail(
  file: string,
  { project, json }: GlobalOptions & { readonly json?: boolean | undefined },
  io: Io,
): Promise<number> {
  const newsletter = await loadConfig(project);
  const network = io.network ?? createNetwork();
  const mail = await openMail(file, io, network);
  const own = { ...newsletter, url: readPublicUrl(io.env) ?? newsletter.url };
  const checks = await checkMail(mail, own, network);
  const wrong = checks.filter(({ result }) => result === "wrong").length;
  if (json === true) {
    const typed = checks.map(({ name, result, says, next }) => ({
      name,
      result,
      says,
      next: next === null ? null : asTyped(next, io),
    }));
    printJson(io, { from: mail.from, subject: mail.subject, checks: typed } satisfies MailDocument);
    return wrong === 0 ? 0 : 3;
  }
  print(io, `${style(io.stdout, "strong", mail.subject || "(no subject)")}, from ${mail.from}`);
  print(io);
  const lines = columns(
    checks.map(({ name, result, says }) => [
      name,
      style(io.stdout, result === "wrong" ? "bad" : "strong", result),
      says,
    ]),
  );
  for (const [at, { next }] of checks.entries()) {
    print(io, lines[at]);
    if (next !== null) print(io, style(io.stdout, "accent", `  ${next}`));
  }
  print(io);
  const unknown = checks.filter(({ result }) => result === "unknown").map(({ name }) => name);
  print(
    io,
    wrong > 0
      ? `${wrong === 1 ? "One thing is" : `${wrong} things are`} wrong with this mail.`
      : unknown.length > 0
        ? `Nothing is known to be wrong, but not everything is known: ${unknown.join(", ")}.`
        : "Nothing is wrong with this mail.",
  );
  return wrong === 0 ? 0 : 3;
}

async function openMail(
  file: string,
  io: Io,
  network: Parameters<typeof readMail>[1],
): Promise<ReceivedMail> {
  try {
    return await readMail(await readFile(resolve(io.cwd, file)), network);
  } catch (error) {
    if (error instanceof LetterpressError) throw error;
    throw new LetterpressError("usage/invalid", `${file} cannot be read as a mail: ${messageOf(error)}.`, {
      hint: "Save the original of a received mail as a .eml file (in Gmail: Show original, Download original).",
    });
  }
}
