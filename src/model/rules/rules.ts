import { ACCESSIBILITY_RULES } from "./accessibility-rules.ts";
import { BODY_RULES } from "./body-rules.ts";
import { DOMAIN_RULES } from "./domain-rules.ts";
import { CONTENT_RULES } from "./content-rules.ts";
import { CLIENT_RULES } from "./client-rules.ts";
import { CONTRAST_RULES } from "./contrast-rules.ts";
import { DIRECTIVE_RULES } from "./directive-rules.ts";
import { EMAIL_RULES } from "./email-rules.ts";
import { FRONT_MATTER_RULES } from "./front-matter-rules.ts";
import { IMAGE_RULES } from "./image-rules.ts";
import { LATER_RULES } from "./later-rules.ts";
import { LAW_RULES } from "./law-rules.ts";
import { LINK_RULES } from "./link-rules.ts";
import { LITERAL_RULES } from "./literal-rules.ts";
import { PROJECT_RULES } from "./project-rules.ts";
import { READER_RULES } from "./reader-rules.ts";
import { RATE_RULES } from "./rate-rules.ts";
import { REFERENCE_RULES } from "./reference-rules.ts";
import { SPAM_RULES } from "./spam-rules.ts";
import { WRITING_RULES } from "./writing-rules.ts";
import type { RuleEntry } from "./rule.ts";

/**
 * Every rule that finds something in an author's files, by its stable id. A reporter accepts only these rules and their
 * severities, so that docs/reference/rules.md, which is generated from this table, is complete.
 */
export const RULES = {
  ...FRONT_MATTER_RULES,
  ...PROJECT_RULES,
  ...BODY_RULES,
  ...DIRECTIVE_RULES,
  ...LITERAL_RULES,
  ...REFERENCE_RULES,
  ...WRITING_RULES,
  ...LINK_RULES,
  ...IMAGE_RULES,
  ...CONTENT_RULES,
  ...EMAIL_RULES,
  ...READER_RULES,
  ...LAW_RULES,
  ...DOMAIN_RULES,
  ...SPAM_RULES,
  ...CLIENT_RULES,
  ...CONTRAST_RULES,
  ...ACCESSIBILITY_RULES,
  ...RATE_RULES,
  ...LATER_RULES,
};

/** The id of a rule. */
export type RuleId = keyof typeof RULES;

/** The ids of rules that may report with this severity. */
export type RuleOf<S extends RuleEntry["severity"][number]> = {
  [R in RuleId]: S extends (typeof RULES)[R]["severity"][number] ? R : never;
}[RuleId];
