import { testHosted } from "#src/app/hosted/test-hosted.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue, textsOf } from "#src/cli/open-project.ts";
import { count, print, printNote } from "#src/cli/print/print.ts";
import { printFindings, tally } from "#src/cli/print/print-findings.ts";
import type { TestOptions } from "#src/cli/send/options.ts";
import { withHosted } from "./with-hosted.ts";

/** Mail an issue to a few addresses, `[TEST]` before its subject. Exit code 3 if Resend refused, 4 if the outcome is unknown. */
export async function test(slug: string, options: TestOptions, io: Io): Promise<number> {
  const to = options.to.split(",").map((address) => address.trim());
  return withHosted(options, io, async (hosted, project) => {
    const wish = { to, as: options.as ?? null, signal: io.signal };
    const { composed, result, images } = await testHosted(hosted, project, chooseIssue(project, slug), wish);
    const problems = composed.findings.filter(({ severity }) => severity === "error");
    printFindings(io, problems, textsOf(project));
    if (result === null) {
      printNote(io, `${slug} cannot be rendered, so nobody was mailed.`);
      return 1;
    }
    if (images !== null) printNote(io, `${images} Pictures will be missing in this test.`);
    if (result.outcome !== "accepted") {
      printNote(io, result.reason);
      const isUnknown = result.outcome === "ambiguous" || result.outcome === "misaligned";
      print(io, isUnknown ? "It may have been mailed; look in the inbox." : `Nobody was mailed.`);
      return isUnknown ? 4 : 3;
    }
    const refused = result.items.flatMap((item) => ("error" in item ? [item.error] : []));
    for (const reason of refused) printNote(io, reason);
    const where = options.sandbox ? "the sandbox" : "Resend";
    const tests = count(to.length - refused.length, "test");
    print(io, `${tests} of ${slug} handed to ${where}; ${tally(composed.findings)}.`);
    return refused.length === 0 ? 0 : 3;
  });
}
