import type { Block, Place } from "#src/model/block.ts";
import { childrenOf, walkBlocks } from "#src/model/walk-blocks.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** Reports `::rate` where it would show nothing, and a second one: an answer counts once for each reader of an issue. */
export const checkRate: Rule = ({ issue, facts }, report) => {
  for (const { kind, place } of walkBlocks(issue.body)) {
    if (kind !== "rate") continue;
    if (facts.newsletter.audience === "resend")
      report.error(
        "hosted/rate",
        place,
        "Resend gives no reader a link of their own, so ::rate would ask and nobody could count.",
        { hint: "Remove ::rate, and ask for a reply." },
      );
    else if (issue.trigger !== null)
      report.error(
        "rate/one-person",
        place,
        "Answers are counted for an issue, and this email goes to one person.",
        { hint: "Remove ::rate, or ask for a reply." },
      );
  }
  const second = questionsOf(issue.body)[1];
  if (second !== undefined)
    report.error(
      "rate/twice",
      second,
      "An issue counts one answer of each reader, so the answers to two questions would be mixed.",
      { hint: "Keep one ::rate. In :::only and :::else each may have one." },
    );
};

/** Places of the questions that one reader may meet. Of a part for some readers and its other side, the one with more questions counts. */
function questionsOf(blocks: readonly Block[]): readonly Place[] {
  return blocks.flatMap((block) => {
    if (block.kind === "rate") return [block.place];
    const [part = [], otherwise = []] =
      block.kind === "only"
        ? [block.blocks, block.otherwise].map(questionsOf)
        : [questionsOf(childrenOf(block))];
    return part.length >= otherwise.length ? part : otherwise;
  });
}
