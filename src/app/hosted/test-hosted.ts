import { randomUUID } from "node:crypto";
import { validAddress } from "#src/model/address/valid-address.ts";
import { type ComposedIssue, composeIssue } from "#src/app/compose/compose-issue.ts";
import { imagesAnswer } from "#src/app/compose/images-answer.ts";
import type { Email, SlotValues } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { webUrl } from "#src/render/web-url.ts";
import { contactsOf } from "#src/resend/contacts.ts";
import { type SubmitResult, submitBatch } from "#src/resend/submit-batch.ts";
import type { Hosted } from "./open-hosted.ts";
import { reasonOf } from "./read-all.ts";

interface TestWish {
  readonly to: readonly string[];
  /** The contact whose values are filled in; null for a reader of whom nothing is known. */
  readonly as: string | null;
  /** Without `as`: returns what is known of a made-up reader of the email. Left out: nothing is known. */
  readonly sample?: (email: Email) => SlotValues["subscriber"];
  readonly signal: AbortSignal;
}

interface HostedTest {
  readonly composed: ComposedIssue;
  /** Null where the issue cannot be rendered. */
  readonly result: SubmitResult | null;
  /** Why readers would miss an image; null if all answer, or if none had to be asked for. */
  readonly images: string | null;
}

/**
 * Mails an issue, draft or not, to a few addresses, `[TEST]` before its subject. Resend fills in merge tags
 * of broadcasts only, so they are filled in here, with the values of the contact `as`. Throws `usage/invalid`
 * for an address that cannot be one, and `audience/unknown-subscriber` if `as` is no contact.
 */
export async function testHosted(
  hosted: Hosted,
  project: Project,
  parsed: ParsedIssue,
  { to, as, sample, signal }: TestWish,
): Promise<HostedTest> {
  const { client, config, clock } = hosted;
  const addresses = to.map(checkedAddress);
  const known = as === null ? null : await valuesOf(hosted, as);
  const composed = await composeIssue(project, parsed, { now: clock.now(), ledger: null });
  const { issue, email } = composed;
  if (issue === null || email === null) return { composed, result: null, images: null };
  const { newsletter } = project;
  // Links that change nothing: a colleague who tries them must not leave the list.
  const urls = {
    unsubscribe: newsletter.url,
    preferences: newsletter.url,
    web: webUrl(newsletter, issue.slug),
  };
  const subscriber = known ?? sample?.(email) ?? {};
  const message = personalise(email, { subscriber, urls });
  const mails = addresses.map((address) => ({
    from: email.from,
    to: address,
    ...(email.replyTo === null ? {} : { reply_to: email.replyTo }),
    subject: `[TEST] ${message.subject}`,
    html: message.html,
    text: message.text,
  }));
  const pictures = Object.values(composed.images).map(({ url }) => url);
  const images = config.destination === "resend" && pictures.length > 0 ? await imagesAnswer(pictures) : null;
  const bytes = new Uint8Array(Buffer.from(JSON.stringify(mails)));
  const key = `lp_test_${randomUUID()}`;
  const result = await submitBatch(client, { bytes, count: mails.length }, { key, signal });
  return { composed, result, images };
}

async function valuesOf({ client, pacer }: Hosted, address: string) {
  const answer = await pacer(() => contactsOf(client).get(address));
  if (answer.kind === "done") {
    const { firstName, lastName, properties } = answer.value;
    return {
      ...properties,
      ...(firstName === null ? {} : { first_name: firstName }),
      ...(lastName === null ? {} : { last_name: lastName }),
    };
  }
  if (answer.kind === "gone")
    throw new LetterpressError(
      "audience/unknown-subscriber",
      `Resend has no contact with the address ${address}.`,
    );
  throw new LetterpressError("resend/unanswered", `The contact could not be read. ${reasonOf(answer)}`);
}

function checkedAddress(typed: string): string {
  const checked = validAddress(typed);
  if (checked.ok) return checked.address;
  throw new LetterpressError("usage/invalid", `Expected an address to test with, but ${checked.reason}.`, {
    hint: "Write --to me@example.org,you@example.org.",
  });
}
