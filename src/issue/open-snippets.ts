import type { SnippetSource } from "#src/model/issue.ts";
import type { Finding } from "#src/model/finding.ts";
import { type Candidate, maskMergeTags, withoutReserved } from "#src/issue/merge-tags/mask-merge-tags.ts";
import type { TagReader } from "#src/issue/merge-tags/read-merge-tags.ts";
import { type SourceReporter, sourceReporter } from "./source-reporter.ts";
import { withoutControls } from "./without-controls.ts";

/** A snippet, ready to be parsed where it is placed. */
interface OpenSnippet {
  readonly path: string;
  readonly text: string;
  /** Its text with merge tags as tokens. */
  readonly masked: string;
  readonly tags: TagReader;
  /** Reports at the snippet's own file, and gives places in it. */
  readonly report: SourceReporter;
}

/** The snippets of a project, for one issue. */
export interface Snippets {
  readonly names: readonly string[];
  /** Returns null if no snippet has this name. A second call returns the same snippet. */
  readonly open: (name: string) => OpenSnippet | null;
  /** The snippets that were opened. */
  readonly used: () => readonly SnippetSource[];
  readonly findings: () => readonly Finding[];
}

/** `tagsOf` compiles the merge tags of a text into the tags of the issue. */
export function openSnippets(
  sources: readonly SnippetSource[],
  tagsOf: (candidates: readonly Candidate[], text: string, report: SourceReporter) => TagReader,
): Snippets {
  const opened = new Map<SnippetSource, OpenSnippet>();
  const open = (source: SnippetSource): OpenSnippet => {
    const { path } = source;
    const found = sourceReporter(path, source.text);
    const report: SourceReporter = {
      ...found,
      placeOf: (start, end) => ({ ...found.placeOf(start, end), file: path }),
    };
    if (/^\uFEFF?---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?:\r?\n|$)/.test(source.text))
      report.error("snippet/front-matter", 0, "A snippet has no front matter: it would be mailed as text.", {
        hint: "Remove the lines up to the second ---.",
      });
    const text = withoutControls(withoutReserved(source.text, report), report);
    const { text: masked, candidates } = maskMergeTags(text);
    return { path, text, masked, report, tags: tagsOf(candidates, text, report) };
  };
  return {
    names: sources.map(({ name }) => name),
    open: (name) => {
      const source = sources.find((one) => one.name === name);
      if (source === undefined) return null;
      const snippet = opened.get(source) ?? open(source);
      opened.set(source, snippet);
      return snippet;
    },
    used: () => [...opened.keys()],
    findings: () => [...opened.values()].flatMap(({ report }) => report.findings),
  };
}
