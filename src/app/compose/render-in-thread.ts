import { access } from "node:fs/promises";
import { join } from "node:path";
import { startAuthorThread, TooLate } from "#src/apart/author-thread.ts";
import { hasDied } from "#src/apart/run-apart.ts";
import { errorAt, LetterpressError } from "#src/model/errors.ts";
import type { Email } from "#src/model/email.ts";
import { type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { ifThere } from "#src/project/if-there.ts";
import { OWN_BLOCKS } from "#src/project/templates/list-own-blocks.ts";
import type { Images } from "#src/model/template.ts";
import { templateFailed } from "#src/render/template-failed.ts";
import type { OwnOnline } from "#src/render/article/own-online.ts";
import type { Judged } from "./check-purity.ts";

/** Plain data: the template is loaded in the thread. */
export interface RenderOrder {
  readonly root: string;
  readonly issue: Issue;
  readonly newsletter: Newsletter;
  readonly images: Images;
  /** For somebody who only looks: the email comes with its places, before anything has judged the template. */
  readonly places?: true;
}

/** An email that was rendered for somebody who only looks, to be judged now. */
export interface JudgeOrder extends Omit<RenderOrder, "places"> {
  readonly first: Email;
}

/** A template to be loaded, by its name, with all that it needs. */
export interface LoadOrder {
  readonly root: string;
  readonly load: string;
}

export interface Rendered extends Judged {
  /** The newsletter's own blocks for the issue's page. */
  readonly own: OwnOnline;
  /**
   * The same email whose HTML names the source line of each block: to be looked at, never mailed. Null if
   * nobody asked for it, or if the template fails to draw it.
   */
  readonly placed: Email | null;
}

/** Null for a template that is loaded, findings for an email that is judged. */
export type ThreadAnswer = Rendered | readonly Finding[] | null;

/** A template that has not answered by then never will, and a tick must not wait forever. */
const LONGEST_MS = 30_000;

/** One thread for the life of the process: loading React or MJML takes longer than rendering. */
const ask = startAuthorThread<RenderOrder | JudgeOrder | LoadOrder, ThreadAnswer>(
  new URL("./render-thread.ts", import.meta.url),
  LONGEST_MS,
);

/**
 * Loads a template and its family (React or MJML) before somebody asks for an email of it. Loading takes longer than
 * rendering, and the thread would otherwise be idle until then. An error in the template is reported when it renders.
 */
export function loadInThread(root: string, template: string): void {
  void ask({ root, load: template }).catch(() => undefined);
}

/**
 * Renders an issue, and checks its template's purity, in a thread of its own. The check moves the
 * clock and replaces the random numbers of its thread: in the main thread, a webhook's signature would
 * look a day old. A template is also code: one that never ends, ends its process or throws when nobody
 * waits for it must not stop a tick or end `serve`. Throws `template/unknown` and `template/failed`.
 */
export async function renderInThread(order: RenderOrder): Promise<Rendered> {
  const rendered = await askFor(order);
  if (rendered === null || !("email" in rendered)) throw new Error("The thread answered another order.");
  return rendered;
}

/**
 * Judges whether the template draws the same email on another day, for an email rendered with `places`. Throws as `renderInThread` does.
 */
export async function judgeInThread(order: JudgeOrder): Promise<readonly Finding[]> {
  const findings = await askFor(order);
  if (findings === null || "email" in findings) throw new Error("The thread answered another order.");
  return findings;
}

async function askFor(order: RenderOrder | JudgeOrder): Promise<ThreadAnswer> {
  try {
    return await ask(order);
  } catch (error) {
    if (error instanceof LetterpressError) throw error;
    const [path = "templates", ...others] = await codeOf(order);
    if (error instanceof TooLate) {
      const or = others.map((one) => `, or ${one},`).join("");
      const message = `${path}${or} did not finish within ${LONGEST_MS / 1000} seconds.`;
      throw errorAt("template/failed", whereOf(path, null), message, {
        cause: error,
        hint: "Look for an endless loop, or for a promise that never resolves.",
      });
    }
    const isTemplates = hasDied(error) || /[\\/]templates[\\/]/.test(`${String(error)} ${stackOf(error)}`);
    throw isTemplates ? templateFailed(path, error) : error;
  }
}

/** The files of the author's code that draw an issue: its template and the blocks that it places. An MJML template runs no code. */
async function codeOf({ root, issue }: Pick<RenderOrder, "root" | "issue">): Promise<readonly string[]> {
  const blocks = [...walkBlocks(issue.body)].flatMap((block) =>
    block.kind === "own" ? [`${OWN_BLOCKS}/${block.name}.tsx`] : [],
  );
  const paths = [...new Set([`templates/${issue.template}.tsx`, ...blocks])];
  const there = await Promise.all(
    paths.map(async (path) => ifThere(access(join(root, path)).then(() => path))),
  );
  return there.filter((path) => path !== null);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? "") : "";
}
