import type { Reporter } from "#src/model/finding.ts";
import type { MergeTag } from "#src/model/merge-tag.ts";
import { slotsIn } from "#src/model/parts/read-parts.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import type { Letter, Rule, Target } from "#src/preflight/letter.ts";
import { tagTarget } from "#src/preflight/merge-tags/tag-target.ts";

/** Reports what an issue asks for and Resend cannot do where it keeps the subscribers. Each finding has its own line and a way out. */
export const checkHosted: Rule = (letter, report) => {
  if (letter.facts.newsletter.audience !== "resend") return;
  checkKeys(letter, report);
  for (const tag of letter.email.tags) if (tag.name.startsWith("subscriber.")) checkTag(letter, tag, report);
  checkSubject(letter, report);
  checkParts(letter, report);
};

function checkKeys({ issue }: Letter, report: Reporter<Target>): void {
  if (issue.sendAt?.kind === "local")
    report.error(
      "hosted/local-time",
      "send_at",
      "Resend sends a broadcast to everybody at one moment: it cannot wait for each reader's own morning.",
      { hint: `Write one time, such as send_at: ${issue.sendAt.local.replace("T", " ")}.` },
    );
  if (issue.segment !== null)
    report.error(
      "hosted/segment",
      "segment",
      "A broadcast goes to one whole segment at Resend, and no query can choose a part of it.",
      {
        hint: "Make a segment of these contacts at Resend, and a list in newsletter.config.ts that names it.",
      },
    );
  if (issue.trigger !== null)
    report.error(
      "hosted/trigger",
      "trigger",
      "Without a ledger nothing notices that somebody has subscribed, so this mail would never leave.",
      { hint: "Remove the file. The handler of `letterpress/subscribe` asks for the confirmation itself." },
    );
}

function checkParts({ issue }: Letter, report: Reporter<Target>): void {
  for (const block of walkBlocks(issue.body)) {
    if (block.kind !== "only") continue;
    const message =
      "A broadcast has the same text for everybody: Resend cannot give a part to some readers only.";
    report.error("hosted/only", block.place, message, {
      hint: "Write it for all, or send it as an issue of its own to a segment at Resend.",
    });
  }
}

function checkTag(letter: Letter, tag: MergeTag, report: Reporter<Target>): void {
  const place = tagTarget(letter, tag);
  const other = tag.filters.find(({ name }) => name !== "default");
  if (other !== undefined) {
    const message = `Resend fills in ${tag.source}, and knows no filter but default.`;
    const hint = `Remove ${other.name}, or keep the value at Resend as it is to be read.`;
    report.error("hosted/filter", place, message, { hint });
  }
  const fallback = String(tag.filters.find(({ name }) => name === "default")?.args[0] ?? "");
  if (/[{}|\r\n]/.test(fallback)) {
    const message = `The default of ${tag.source} holds a brace, a bar or a line break, where Resend's own tag would end.`;
    report.error("hosted/fallback", place, message, { hint: "Use other words." });
  }
  const index = letter.email.tags.indexOf(tag);
  const slot = slotsIn(letter.email.html).find(
    ({ tag: one, context }) => one === index && context !== "text",
  );
  if (slot === undefined) return;
  const message = `${tag.source} stands in an address or an attribute, where Resend would fill in a value as it is.`;
  report.error("hosted/tag-in-address", place, message, { hint: "Move it into the text." });
}

/** Resend does not say whether it fills in a subject, and braces have no escape there. */
function checkSubject({ issue, email }: Letter, report: Reporter<Target>): void {
  const key = issue.keyPlaces["subject"] === undefined ? "title" : "subject";
  if (email.subject.some((part) => typeof part !== "string"))
    report.error("hosted/subject", key, "Resend does not say whether it fills in merge tags in a subject.", {
      hint: "Write a subject without a merge tag.",
    });
  if (email.subject.some((part) => typeof part === "string" && part.includes("{{{")))
    report.error("hosted/subject", key, "Resend may take three braces in a subject for a merge tag.", {
      hint: "Write the subject without three braces in a row.",
    });
}
