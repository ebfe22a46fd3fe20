import type { JoinPageWords } from "#src/model/words/words.ts";
import type { PageContent } from "#src/pages/page-document.ts";
import type { Account } from "./account.ts";
import type { Environment, Secrets } from "./environment.ts";
import type { SubscribeOptions } from "./options.ts";
import type { CallResend } from "./resend-caller.ts";
import type { SubscribeNewsletter } from "./settings.ts";

/** Notices of a handler that has no pages of readers' own. */
type JoinNotice = "notFound" | "notAllowed" | "tooLarge";

/** One request, with everything needed to answer it. */
export interface Visit {
  readonly request: Request;
  readonly env: Environment;
  readonly newsletter: SubscribeNewsletter;
  readonly options: SubscribeOptions;
  /** The address at which the handler answers, and its path. */
  readonly base: string;
  readonly path: string;
  readonly lang: string;
  readonly words: JoinPageWords;
  readonly keys: Secrets["keys"];
  readonly account: Account;
  readonly call: CallResend;
  /** When the request came, ms UTC. */
  readonly at: number;
  readonly page: (status: number, content: PageContent) => Promise<Response>;
  readonly notice: (status: number, which: JoinNotice) => Promise<Response>;
  /** Waits until `ms` after the request came: the time of an answer must not reveal what it took. */
  readonly until: (ms: number) => Promise<void>;
  readonly report: (error: Error) => void;
  readonly waitUntil: (work: Promise<unknown>) => void;
}
