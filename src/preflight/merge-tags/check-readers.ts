import type { WorldRule } from "#src/preflight/letter.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";

/** Reports an email that nobody would get, and parts of it that nobody would see. */
export const checkReaders: WorldRule = ({ issue, facts }, report) => {
  // The mail of a trigger goes to one person, and to nobody else on the list.
  if (facts.readers.kind === "unavailable" || issue.trigger !== null) return;
  const { subscribers, onList, inPart } = facts.readers.value;
  if (onList === 0) {
    report.info("readers/none", "list", `Nobody is on the list ${issue.list} yet.`, {
      hint: "Add readers with `letterpress subscribers import FILE`.",
    });
    return;
  }
  if (subscribers === 0) {
    const message = `No reader of the ${onList.toLocaleString("en")} on the list ${issue.list} is in the segment ${issue.segment ?? ""}.`;
    report.warning("readers/none", "segment", message, {
      hint: "Correct segment:; a send to nobody pauses and asks.",
    });
    return;
  }
  const seen = new Set<number>();
  for (const block of walkBlocks(issue.body)) {
    if (block.kind !== "only" || inPart[block.asked] !== 0 || seen.has(block.asked)) continue;
    seen.add(block.asked);
    const query = issue.asked[block.asked]?.query ?? "";
    report.warning(
      "readers/unseen-part",
      block.place,
      `None of the ${subscribers.toLocaleString("en")} readers is in the segment ${query}, so nobody sees this part.`,
      { hint: "Correct the segment, or remove the part." },
    );
  }
};
