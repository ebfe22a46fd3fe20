/** The step in which a rule looks; the first two run whenever an issue is composed, as `check` does. */
type Step = "reading" | "preflight" | "scheduling" | "hosted" | "import" | "site";

/** The explanation of a rule for people who meet it for the first time. A finding says the same about one place. */
export interface RuleEntry {
  readonly severity: readonly ("error" | "warning" | "info")[];
  /** More than one step may find the same fault. */
  readonly step: readonly Step[];
  /** What is wrong if the rule finds something, as one sentence. */
  readonly means: string;
  /** What the author does about it. */
  readonly fix: string;
  /**
   * What the fault costs readers or the newsletter, and where that knowledge comes from: an incident, a provider's rule, a client.
   * Markdown, one to three sentences. Every rule of preflight has one.
   */
  readonly why?: string;
  /**
   * The smallest thing that the rule finds, as the author or a template would write it; `*(…)*` describes what is too
   * large to show. Every rule of preflight has one.
   */
  readonly example?: string;
  /** A reader, not the author, would pay for the fault: `accept:` cannot turn the rule off. */
  readonly protects?: true;
}
