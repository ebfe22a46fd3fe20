import { sampleSubscriber, type SampleReader } from "#src/app/compose/sample-readers.ts";
import { testIssue } from "#src/app/compose/test-issue.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { testHosted } from "#src/app/hosted/test-hosted.ts";
import type { App } from "#src/app/open-app.ts";
import type { Email } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Looked } from "./source/studio-source.ts";

/** The reader for whom a test is written: a made-up one, in the given segments of those that the email asks about, or a subscriber. */
export type TestReader =
  | { readonly kind: "sample"; readonly reader: SampleReader; readonly inSegments: readonly number[] | null }
  | { readonly kind: "subscriber"; readonly address: string };

interface TestWish {
  readonly to: readonly string[];
  readonly as: TestReader;
  /** The number of addresses that a person has confirmed; null where nobody was asked. */
  readonly confirmed: number | null;
}

/** How a test went. `problems`: why something was not handed over, or what readers of the test will miss. */
interface TestOutcome {
  readonly submitted: number;
  readonly of: number;
  readonly to: "Resend" | "the sandbox";
  readonly problems: readonly string[];
}

/** What can mail: the ledger that is open, and Resend where the newsletter's subscribers live there. */
export interface Mailer {
  readonly destination: "resend" | "sandbox";
  /** Null where no ledger is open: for a newsletter whose subscribers live at Resend. */
  readonly app: App | null;
  readonly hosted: () => Hosted;
}

/**
 * Mails an issue to a few addresses, with `[TEST]` before its subject; through Resend only if a person has confirmed the
 * number of addresses. Throws `studio/not-confirmed`, and what `testIssue` throws.
 */
export async function mailTest(
  { destination, app, hosted }: Mailer,
  { project, parsed }: Looked,
  { to, as, confirmed }: TestWish,
): Promise<TestOutcome> {
  if (destination === "resend" && confirmed !== to.length)
    throw new LetterpressError(
      "studio/not-confirmed",
      `A test to ${to.length} real addresses must be confirmed first.`,
    );
  const wish = {
    to,
    as: as.kind === "subscriber" ? as.address : null,
    ...(as.kind === "sample" && {
      sample: (email: Email) => sampleSubscriber(as.reader, email, as.inSegments),
    }),
    signal: new AbortController().signal,
  };
  const where = destination === "resend" ? ("Resend" as const) : ("the sandbox" as const);
  if (project.newsletter.audience === "resend") {
    const { result, images } = await testHosted(hosted(), project, parsed, wish);
    if (result === null) return notRendered(to.length, where);
    const isUnknown = result.outcome === "ambiguous" || result.outcome === "misaligned";
    const why =
      result.outcome === "accepted"
        ? result.items.flatMap((item) => ("error" in item ? [item.error] : []))
        : [result.reason, ...(isUnknown ? ["It may have been mailed; look in the inbox."] : [])];
    const submitted = result.outcome === "accepted" ? to.length - why.length : 0;
    return { submitted, of: to.length, to: where, problems: [...why, ...missing(images)] };
  }
  if (app === null) throw new LetterpressError("ledger/missing", "No ledger is open.");
  const { status, images } = await testIssue(app, project, parsed, wish);
  if (status === null) return notRendered(to.length, where);
  const { outcomes, errors, send } = status;
  const notes = send.note !== null && !errors.includes(send.note) ? [send.note] : [];
  const unknown = outcomes.uncertain + outcomes.planned;
  const doubt =
    unknown > 0 ? [`${unknown} may have been mailed and will not be mailed again; look in the inbox.`] : [];
  const problems = outcomes.submitted === to.length ? [] : [...errors, ...notes, ...doubt];
  return {
    submitted: outcomes.submitted,
    of: to.length,
    to: where,
    problems: [...problems, ...missing(images)],
  };
}

function notRendered(of: number, to: TestOutcome["to"]): TestOutcome {
  return { submitted: 0, of, to, problems: ["The issue cannot be rendered. Its findings say why."] };
}

function missing(images: string | null): string[] {
  return images === null ? [] : [`${images} Pictures will be missing in this test.`];
}
