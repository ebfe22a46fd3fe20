import type { Finding } from "#src/model/finding.ts";

export const finding: Finding = {
  rule: "template/failed",
  severity: "error",
  file: "templates/interview.tsx",
  line: 12,
  column: 3,
  message: "It fails.",
  hint: null,
  fix: { start: 1, end: 2, text: "x" },
};
