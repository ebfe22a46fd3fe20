import type { Force } from "#src/app/gate/overrule.ts";
import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import type { App } from "#src/app/open-app.ts";
import { didYouMean } from "#src/issue/front-matter/did-you-mean.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { mayForce } from "#src/model/rules/may-force.ts";
import { RULES } from "#src/model/rules/rules.ts";
import type { Io } from "#src/cli/io.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import { printNote } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";

/** What a person adds to a command that sends. */
export interface ForceOptions {
  readonly force: readonly string[];
  readonly digest?: string;
}

/** Digits that tell one email of an issue from another, as `plan` prints them. */
const SHOWN_DIGITS = 12;
const FEWEST_DIGITS = 8;

/** Throws `usage/invalid` for an unknown rule, or one that nobody can force, before anything is rendered. */
export function refuseForce({ force }: Pick<ForceOptions, "force">): void {
  for (const rule of force) {
    const answer = mayForce(rule);
    if (answer === "yes") continue;
    if (answer === "unknown")
      throw new LetterpressError("usage/invalid", `No rule is named ${rule}.`, {
        hint: didYouMean(rule, Object.keys(RULES)),
      });
    const why =
      answer === "protects"
        ? "protects readers, so nobody can force it"
        : "finds errors that make an email impossible to send, so nobody can force it";
    throw new LetterpressError("usage/invalid", `The rule ${rule} ${why}.`, {
      hint: "Fix what it finds; `letterpress check` shows it.",
    });
  }
}

/**
 * Throws `send/another-email` if the email is not the one of `--digest`: its file, template or config has changed since. Throws
 * `usage/invalid` for a digest that is none or too short.
 */
export function refuseOther(
  slug: string,
  { email }: Pick<ComposedIssue, "email">,
  { digest }: Pick<ForceOptions, "digest">,
): void {
  if (digest === undefined) return;
  if (!/^[0-9a-f]+$/.test(digest) || digest.length < FEWEST_DIGITS)
    throw new LetterpressError(
      "usage/invalid",
      `Expected --digest to have at least ${FEWEST_DIGITS} digits of a digest, got ${digest}.`,
      { hint: `\`letterpress plan ${slug}\` shows the digest.` },
    );
  if (email === null || email.digest.startsWith(digest)) return;
  throw new LetterpressError(
    "send/another-email",
    `The email of ${slug} has changed: its digest is ${email.digest.slice(0, SHOWN_DIGITS)} now, not ${digest}.`,
    { slug },
  );
}

interface Seen {
  readonly app: App;
  readonly slug: string;
  /** The email as it was composed a moment ago; this one is recorded. */
  readonly composed: ComposedIssue;
  /** Texts by path, from which findings quote. */
  readonly texts: ReadonlyMap<string, string>;
  /** The command shows the email and asks about it before it does anything. */
  readonly asksLater?: boolean;
}

/**
 * Returns what a person forces in an email, once they have said that they have seen it: by its digest, or by their yes to what is
 * printed here. Undefined if nothing is forced. The sandbox mails nobody, so it needs no yes.
 */
export async function askForce(
  { app, slug, composed, texts, asksLater = false }: Seen,
  { force, digest }: ForceOptions,
  io: Io,
): Promise<Force | undefined> {
  const found = composed.findings.filter(
    ({ rule, severity }) => severity === "error" && force.includes(rule),
  );
  for (const rule of force.filter((one) => !found.some((finding) => finding.rule === one)))
    printNote(io, `${rule} finds no error in ${slug}, so \`--force ${rule}\` changes nothing.`);
  if (found.length === 0 || composed.email === null) return undefined;
  const rules = [...new Set(found.map(({ rule }) => rule))];
  if (digest === undefined && !asksLater && app.ledger.destination === "resend") {
    const short = composed.email.digest.slice(0, SHOWN_DIGITS);
    if (io.stdin.isTTY !== true)
      throw new LetterpressError(
        "usage/invalid",
        "--force is for one email, and nobody has said which one they have seen.",
        {
          hint: `Look at \`letterpress plan ${slug}\`, then add \`--digest ${short}\`, which the email has now.`,
        },
      );
    printFindings({ ...io, stdout: io.stderr }, found, texts);
    await confirm(`This lets ${slug} (${short}) go with ${rules.join(" and ")}.`, io, "nothing was forced");
  }
  return { rules, by: app.person };
}

/** How a person lets these errors pass, with the command as it must be typed; null if nobody can force one of them. */
export function forceHint(
  slug: string,
  { email, findings }: Pick<ComposedIssue, "email" | "findings">,
  command: "schedule" | "send" | "approve",
): string | null {
  const errors = findings.filter(({ severity }) => severity === "error");
  const rules = [...new Set(errors.map(({ rule }) => rule))];
  if (email === null || rules.length === 0 || rules.some((rule) => mayForce(rule) !== "yes")) return null;
  const forced = rules.map((rule) => ` --force ${rule}`).join("");
  const digest = email.digest.slice(0, SHOWN_DIGITS);
  return `To let this one email go all the same, on your own responsibility, run \`letterpress ${command} ${slug}${forced} --digest ${digest}\`.`;
}
