import { applyFixes } from "#src/app/fixes/apply-fixes.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { PASSES } from "#src/app/fixes/fix-findings.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { loadConfig } from "#src/project/load-config.ts";
import {
  type ParsedIssue,
  parseProject,
  type Project,
  type ProjectFiles,
  readProject,
} from "#src/project/load-project.ts";
import { snippetNameOf } from "#src/project/read-snippets.ts";
import { watchProject } from "#src/project/watch-project.ts";
import { withTexts } from "#src/project/with-texts.ts";
import { configFindings } from "./config-findings.ts";
import { createParser } from "./create-parser.ts";

/** Text is checked after this long without a keystroke. */
const QUIET_MS = 200;

/** An open file, as last checked. */
interface Checked {
  readonly text: string;
  /** The number of the state of all other files. */
  readonly state: number;
  /** Findings of the file and of the templates and snippets in it, which have findings at their own places. */
  readonly findings: readonly Finding[];
}

interface Deps {
  /** ms UTC. */
  readonly now: () => number;
  /** The address that overrides the newsletter's; null for none. */
  readonly urlOf: (root: string) => string | null;
  /** Gets all current findings, and the open files (by path) that were checked just now. */
  readonly onFindings: (findings: readonly Finding[], checked: readonly string[]) => void;
  /** Gets the error that keeps changed files from being seen; texts typed in the editor are still seen. */
  readonly onError: (error: unknown) => void;
}

/**
 * A newsletter of which an editor has files open: runs `check` for these files alone, with the editor's text in place
 * of the saved one. It opens no ledger and no connection, and writes nothing but the cache that `check` writes too. A
 * closed file is never composed.
 */
export class OpenNewsletter implements AsyncDisposable {
  readonly root: string;
  readonly #deps: Deps;
  readonly #texts = new Map<string, string>();
  readonly #checked = new Map<string, Checked>();
  /** By path. Remembered because an editor asks at each move of the cursor. */
  readonly #fixed = new Map<string, Pick<Checked, "text" | "state"> & { readonly result: string }>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #watch: AsyncDisposable;
  readonly #parse = createParser((path) => this.#texts.has(path) || this.#hosts.has(path));
  /** Issues that place an open snippet: the snippet is read as a part of one of them. */
  readonly #hosts = new Set<string>();
  #files: Promise<ProjectFiles> | null = null;
  #state = 0;
  /** The last config that could be read: issues use it while the config is being edited. */
  #newsletter: Newsletter | null = null;
  #ofConfig: readonly Finding[] = [];
  #ofProject: readonly Finding[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(root: string, deps: Deps) {
    this.root = root;
    this.#deps = deps;
    this.#watch = watchProject(root, () => this.#renew(), { onError: deps.onError });
  }

  /** Whether none of its files is open. */
  get isIdle(): boolean {
    return this.#texts.size === 0;
  }

  textOf(path: string): string | null {
    return this.#texts.get(path) ?? null;
  }

  /** Findings of the text that was checked last, which may be older than the current one. */
  lastFindings(path: string): readonly Finding[] {
    return this.#checked.get(path)?.findings ?? [];
  }

  /** Takes the current text of an open file. The text is checked once nobody types. */
  write(path: string, text: string): void {
    const isNew = !this.#texts.has(path);
    this.#texts.set(path, text);
    // An issue that places the snippet has the snippet's findings.
    if (snippetNameOf(path) !== null) this.#renew({ isRead: true });
    else this.#checkLater(path, isNew ? 0 : QUIET_MS);
  }

  close(path: string): void {
    clearTimeout(this.#timers.get(path));
    this.#timers.delete(path);
    this.#texts.delete(path);
    this.#checked.delete(path);
    this.#fixed.delete(path);
    this.#say([]);
  }

  /**
   * Parses the project with everything that is typed. Closed files have only their front matter. Throws
   * `config/invalid` if no config could be read yet.
   */
  async project(texts: ReadonlyMap<string, string> = this.#texts): Promise<Project> {
    const files = await withTexts(await this.#read(), texts);
    this.#hosts.clear();
    for (const path of texts.keys()) {
      const host = hostOf(path, files);
      if (host !== null) this.#hosts.add(host);
    }
    return parseProject(files, this.#parse);
  }

  /** Returns the findings of an open file for exactly its current text; null if the file was closed or changed meanwhile. */
  async check(path: string): Promise<readonly Finding[] | null> {
    clearTimeout(this.#timers.get(path));
    const checking = this.#last.then(() => this.#check(path));
    this.#last = checking.catch(() => undefined);
    await checking;
    const checked = this.#checked.get(path);
    return checked?.text === this.#texts.get(path) ? (checked?.findings ?? null) : null;
  }

  /** Returns the text after every edit that `check --fix` would make in the file. */
  async fixed(path: string): Promise<string | null> {
    const before = this.#texts.get(path);
    if (before === undefined) return null;
    const state = this.#state;
    const known = this.#fixed.get(path);
    if (known?.text === before && known.state === state) return known.result;
    let text = before;
    for (let pass = 0; pass < PASSES; pass += 1) {
      const findings = await this.#find(path, new Map([...this.#texts, [path, text]]));
      const own = findings.filter(({ file }) => file === path);
      const { result, applied } = applyFixes(text, own);
      if (applied.length === 0) break;
      text = result;
    }
    this.#fixed.set(path, { text: before, state, result: text });
    return text;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#texts.clear();
    await this.#watch[Symbol.asyncDispose]();
  }

  #checkLater(path: string, quiet: number): void {
    clearTimeout(this.#timers.get(path));
    this.#timers.set(
      path,
      setTimeout(() => void this.check(path).catch(() => undefined), quiet),
    );
  }

  /** Something beside the text of the open files changed: a file of the project, or with `isRead` an open snippet. */
  #renew({ isRead = false } = {}): void {
    if (!isRead) this.#files = null;
    this.#state += 1;
    for (const path of this.#texts.keys()) this.#checkLater(path, isRead ? QUIET_MS : 0);
  }

  async #check(path: string): Promise<void> {
    const [text, state] = [this.#texts.get(path), this.#state];
    const before = this.#checked.get(path);
    if (text === undefined || (before?.text === text && before.state === state)) return;
    const findings = await this.#find(path, this.#texts).catch((error: unknown) => {
      // Without a config nothing can be said about an issue; the findings on the config are reported.
      if (this.#ofConfig.length > 0) return [];
      throw error;
    });
    // A newer text gets a check of its own.
    if (this.#texts.get(path) !== text || this.#state !== state) return;
    this.#checked.set(path, { text, state, findings });
    this.#say([path]);
  }

  async #find(path: string, texts: ReadonlyMap<string, string>): Promise<readonly Finding[]> {
    const project = await this.project(texts);
    this.#ofProject = project.findings;
    const issue = project.issues.find(({ source }) => source.path === path);
    if (issue !== undefined) {
      const { findings } = await composeIssue(project, issue, {
        now: this.#deps.now(),
        ledger: null,
        by: "watch",
      });
      return findings;
    }
    const host = project.issues.find((one) => places(one, path));
    return host?.findings.filter(({ file }) => file === path) ?? [];
  }

  async #read(): Promise<ProjectFiles> {
    const url = this.#deps.urlOf(this.root);
    const config = async (root: string): Promise<Newsletter> => {
      try {
        const newsletter = await loadConfig(root);
        this.#ofConfig = [];
        return (this.#newsletter = newsletter);
      } catch (error) {
        this.#ofConfig = configFindings(root, error);
        if (this.#newsletter === null) throw error;
        return this.#newsletter;
      }
    };
    const reading = (this.#files ??= readProject(this.root, { config, ...(url === null ? {} : { url }) }));
    try {
      return await reading;
    } catch (error) {
      if (this.#files === reading) this.#files = null;
      throw error;
    }
  }

  #say(checked: readonly string[]): void {
    const findings = [...this.#checked.values()].flatMap((one) => one.findings);
    this.#deps.onFindings([...this.#ofConfig, ...this.#ofProject, ...findings], checked);
  }
}

/** The path of the newest issue that places a snippet; null for a file that is no snippet, and for a snippet that no issue places. */
function hostOf(path: string, { issues }: ProjectFiles): string | null {
  const name = snippetNameOf(path);
  if (name === null) return null;
  const placing = new RegExp(`::snippet\\{(?:name=)?["']?${name}\\b`);
  return issues.find(({ source }) => placing.test(source.text))?.source.path ?? null;
}

function places({ issue }: ParsedIssue, path: string): boolean {
  return issue?.snippets.some((snippet) => snippet.path === path) === true;
}
