/** When a rule looks: the first two whenever an issue is composed, as `check` does. */
type Step = "reading" | "preflight" | "scheduling" | "hosted" | "import" | "site";

/** What a rule says to people who meet it for the first time. A finding says the same of one place. */
export interface RuleEntry {
  readonly severity: readonly ("error" | "warning" | "info")[];
  /** More than one step may find the same fault. */
  readonly step: readonly Step[];
  /** What is wrong where it finds something, as one sentence. */
  readonly means: string;
  /** What the author does about it. */
  readonly fix: string;
  /**
   * What it costs readers or the newsletter, with where that comes from: an incident, a provider's rule, a client. Markdown, one to
   * three sentences. A rule of preflight has one.
   */
  readonly why?: string;
  /** The smallest thing that it finds, as the author or a template would write it; `*(…)*` tells of what is too large. A rule of preflight has one. */
  readonly example?: string;
  /** A reader, not the author, would pay for it: `accept:` cannot turn it off. */
  readonly protects?: true;
}
