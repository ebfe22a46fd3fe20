import { testIssue } from "#src/app/compose/test-issue.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printNote } from "#src/cli/print/print.ts";
import { printFindings, tally } from "#src/cli/print/print-findings.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { TestOptions } from "./options.ts";

/** Mail an issue to a few addresses, `[TEST]` before its subject. Exit code 3 where Resend refused, 4 where the outcome is uncertain. */
export async function test(slug: string, options: TestOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const parsed = chooseIssue(project, slug);
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
    print(
      io,
      `${outcomes.submitted} of ${count(to.length, "test")} handed to ${where}: ${outcomes.refused} refused, ${outcomes.uncertain} uncertain, ${outcomes.planned} not posted. ${send.note ?? ""}`.trim(),
    );
    if (outcomes.planned > 0 && app.ledger.destination === "sandbox")
      printNote(io, "Is it running? `letterpress sandbox` starts it; then test again.");
    return outcomes.uncertain > 0 ? 4 : 3;
  });
}
