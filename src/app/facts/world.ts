import type { Network } from "#src/app/connect/network.ts";
import type { DomainAtResend, DomainFacts, Fact } from "#src/model/facts.ts";
import type { SpamdAddress } from "./ask-spamd.ts";

/** Which command asks. ASKED, in facts/gather-facts.ts, says what is asked for each. `files`: `build`, `import`, `test`. */
export type Asker = "check" | "plan" | "send" | "schedule" | "tick" | "watch" | "files";

/** The sources that a command may ask about what is in no file and no ledger. */
export interface World {
  /** `--offline`: nobody is asked. */
  readonly offline: boolean;
  readonly network: Pick<Network, "texts" | "mailHosts" | "addresses">;
  readonly spamd: SpamdAddress;
  /** Null without a key, and on the sandbox. */
  readonly askResend: ((domain: string) => Promise<Fact<DomainAtResend>>) | null;
  /** The answers of this run, by sender and reply address: thirty issues of one newsletter ask once. */
  readonly domains: Map<string, Promise<Fact<DomainFacts>>>;
}
