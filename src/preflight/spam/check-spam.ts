import type { WorldRule } from "#src/preflight/letter.ts";

/** A sound letter has no points; a letter with two is one careless subject away from five. */
const MUCH = 2;

/** Reports what SpamAssassin says, if one was asked. */
export const checkSpam: WorldRule = ({ facts }, report) => {
  if (facts.spam.kind === "unavailable") return;
  const { score, limit, rules } = facts.spam.value;
  if (score < MUCH) return;
  const tests = rules.length === 0 ? "It names no tests." : `It names ${rules.join(", ")}.`;
  const message = `SpamAssassin gives this email ${score.toFixed(1)} points, and treats ${limit.toFixed(1)} or more as spam. ${tests}`;
  const more = { hint: "https://spamassassin.apache.org/tests_3_3_x.html says what each test looks for." };
  if (score >= limit) report.error("spam/score", null, message, more);
  else report.warning("spam/score", null, message, more);
};
