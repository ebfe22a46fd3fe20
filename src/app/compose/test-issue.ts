import { LetterpressError } from "#src/model/errors.ts";
import type { Email, SlotValues } from "#src/model/email.ts";
import { addressKey } from "#src/model/ids.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { recordTest, withdrawTest } from "#src/send/send-test.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { type SendStatus, statusOf } from "#src/store/sends/status.ts";
import { findSubscriber } from "#src/store/readers/subscribers.ts";
import { validAddress } from "#src/model/address/valid-address.ts";
import type { App } from "#src/app/open-app.ts";
import { sendSettings } from "#src/app/schedule/send-settings.ts";
import { deliver } from "#src/app/job/tick.ts";
import { type ComposedIssue, composeIssue } from "./compose-issue.ts";
import { imagesAnswer } from "./images-answer.ts";

interface TestWish {
  readonly to: readonly string[];
  /** The address of the subscriber whose attributes and parts the test shows; null for a reader of whom nothing is known. */
  readonly as: string | null;
  /** Without `as`: returns what is known of a made-up reader of the email. Left out: nothing is known. */
  readonly sample?: (email: Email) => SlotValues["subscriber"];
  readonly signal: AbortSignal;
}

interface Tested {
  readonly composed: ComposedIssue;
  /** How the test went; null where the issue cannot be rendered. */
  readonly status: SendStatus | null;
  /** Why readers would miss an image; null if all answer, or if none had to be asked for. */
  readonly images: string | null;
}

/**
 * Mails an issue, draft or not, to a few addresses: the same path as a send, `[TEST]` before the subject, and
 * no delivery of the issue recorded. Throws `usage/invalid` for an invalid address, or an unknown subscriber.
 */
export async function testIssue(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  wish: TestWish,
): Promise<Tested> {
  const { ledger, config } = app;
  const to = wish.to.map(checkedAddress);
  const as = wish.as === null ? null : await subscriberAt(ledger, wish.as, config.suppressionKey);
  const composed = await composeIssue(project, parsed, { now: app.clock.now(), ledger });
  const { issue, email, assets } = composed;
  if (issue === null || email === null) return { composed, status: null, images: null };
  const settings = sendSettings(project.newsletter, issue, config, { local: null, wave: false });
  const id = await recordTest(
    ledger,
    {
      email,
      assets,
      to,
      as: as ?? wish.sample?.(email) ?? {},
      zone: issue.timezone,
      by: app.person,
      settings,
    },
    config.suppressionKey,
  );
  // The ledger has the images now, so a running `serve` can answer with them.
  const asked = config.destination === "resend" && assets.length > 0;
  const images = asked ? await imagesAnswer(Object.values(composed.images).map(({ url }) => url)) : null;
  // A person who waits for a test learns at once that Resend does not answer; a send would try again for hours.
  const unreachable = new AbortController();
  await deliver(app, {
    signal: AbortSignal.any([wish.signal, unreachable.signal]),
    only: id,
    onSettled: (_send, _claimed, result) => {
      if (result.outcome === "not-accepted" && result.why === "unreachable") unreachable.abort();
    },
  });
  const tried = await sendById(ledger.db, id);
  const before = tried && (await statusOf(ledger.db, tried, issue.slug));
  await withdrawTest(ledger, id);
  const send = await sendById(ledger.db, id);
  if (send === undefined) return { composed, status: null, images };
  const status = await statusOf(ledger.db, send, issue.slug);
  // The errors are those from before the withdrawal: they say why it was not handed over, and a withdrawn batch no longer counts.
  return { composed, status: { ...status, errors: before?.errors ?? status.errors }, images };
}

function checkedAddress(typed: string): string {
  const checked = validAddress(typed);
  if (checked.ok) return checked.address;
  throw new LetterpressError("usage/invalid", `Expected an address to test with, but ${checked.reason}.`, {
    hint: "Write --to a@b.c,d@e.f.",
  });
}

async function subscriberAt(ledger: Ledger, address: string, suppressionKey: string): Promise<number> {
  const known = await findSubscriber(ledger.db, addressKey(checkedAddress(address), suppressionKey));
  if (known !== undefined) return known.id;
  throw new LetterpressError("usage/invalid", `Expected --as to name a subscriber, got ${address}.`, {
    hint: "Leave --as out to test as a reader of whom nothing is known.",
  });
}
