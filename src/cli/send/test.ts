import { testIssue } from "#src/app/compose/test-issue.ts";
import type { App } from "#src/app/open-app.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { quoted } from "#src/cli/print/as-typed.ts";
import { count, counts, print, printNote } from "#src/cli/print/print.ts";
import { printFindings, tally } from "#src/cli/print/print-findings.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { TestOptions } from "./options.ts";

/** Mail an issue to a few addresses, `[TEST]` before its subject. Exit code 3 if Resend refused, 4 if the outcome is uncertain. */
export async function test(named: string, options: TestOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, named);
  // A person may name its file; the commands that are printed need the slug.
  const { slug } = parsed.source;
  const to = options.to.split(",").map((address) => address.trim());
  return withApp({ ...options, mails: true }, io, async (app) => {
    const wish = { to, as: options.as ?? null, signal: io.signal };
    const { composed, status, images } = await testIssue(app, project, parsed, wish);
    const problems = composed.findings.filter(({ severity }) => severity === "error");
    printFindings(io, problems, textsOf(project));
    if (status === null) {
      printNote(io, `${slug} cannot be rendered, so nobody was mailed.`);
      return 1;
    }
    const { outcomes, send, errors } = status;
    const where = app.ledger.destination === "sandbox" ? "the sandbox" : "Resend";
    if (images !== null) printNote(io, `${images} Pictures will be missing in this test.`);
    for (const line of errors) printNote(io, line);
    if (outcomes.submitted === to.length) {
      print(io, `${count(to.length, "test")} of ${slug} handed to ${where}; ${tally(composed.findings)}.`);
      return 0;
    }
    // Planned recipients were in flight when the command was stopped: a later pass of the job closes them, and posts nothing.
    const unknown = outcomes.uncertain + outcomes.planned;
    const rest = counts(
      { refused: outcomes.refused, uncertain: unknown, withdrawn: outcomes.withdrawn },
      ", ",
    );
    const why = send.note !== null && !errors.includes(send.note) ? ` ${send.note}` : "";
    print(io, `${outcomes.submitted} of ${count(to.length, "test")} handed to ${where}: ${rest}.${why}`);
    if (outcomes.withdrawn > 0)
      print(io, `What was withdrawn is not mailed later; ${again(app, slug, options)}`);
    if (unknown > 0)
      print(io, "What is uncertain may have been mailed and is not mailed again; look in the inbox.");
    return unknown > 0 ? 4 : 3;
  });
}

function again({ ledger, config }: App, slug: string, { to, as }: TestOptions): string {
  const typed = `--to ${quoted(to)}${as === undefined ? "" : ` --as ${quoted(as)}`}`;
  const test = `then \`letterpress test ${slug} ${typed}\` tries again.`;
  return ledger.destination === "sandbox"
    ? `\`letterpress sandbox\` starts the sandbox, which was looked for at ${config.baseUrl}; ${test}`
    : `\`letterpress doctor\` says whether Resend takes the key and the domain; ${test}`;
}
