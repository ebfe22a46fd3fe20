import { BUILT_IN_TAGS, type MergeTag, replaceTokens, tokenOf } from "#src/model/merge-tag.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { type Candidate, maskMergeTags, OPENING } from "./mask-merge-tags.ts";
import { lintPlainText } from "#src/issue/literals/lint-plain-text.ts";
import { lintForeignTags } from "./lint-foreign-tags.ts";
import { parseMergeTag } from "./parse-merge-tag.ts";

/** Turns masked text into text with the tokens of compiled tags. Read each string once only. */
export interface TagReader {
  /** The tags so far; tokens of read text are indexes into it. */
  readonly tags: readonly MergeTag[];
  /** Text for readers. `at` is where it begins in the file. Anything that is not a tag stays as its author typed it. */
  readonly read: (masked: string, at: number) => string;
  /** Reads an address; null if a tag in it is wrong. */
  readonly readUrl: (masked: string) => string | null;
  /** Code: everything as its author typed it. */
  readonly literal: (masked: string) => string;
  /** Report merge tags of other systems in masked text in which code is blank; it begins at `at`. */
  readonly lintForeign: (text: string, at: number) => void;
  /** A string of front matter, which is not masked; it begins near `at`. */
  readonly readString: (text: string, at: number) => string;
}

/**
 * `candidates` come from the masked body, `text` is the whole file, and `names` are the tags that may be used. `tags` are the issue's
 * tags so far, if another file is a part of the issue; new tags are added to them.
 */
export function readMergeTags(
  candidates: readonly Candidate[],
  { text, names }: { readonly text: string; readonly names: readonly string[] },
  report: SourceReporter,
  tags: MergeTag[] = [...BUILT_IN_TAGS],
): TagReader {
  const compiled = new Map<Candidate, number | null>();
  const compile = (candidate: Candidate): number | null => {
    const known = compiled.get(candidate);
    if (known !== undefined) return known;
    const { source, at } = candidate;
    const parsed = parseMergeTag(source, names);
    let index: number | null = null;
    if (parsed.kind === "wrong") {
      const { rule, message, hint, fix } = parsed;
      // Where YAML escaped the text, the file holds other characters than the tag.
      const fits = fix !== null && text.startsWith(source, at);
      report.error(rule, at, message, {
        hint,
        fix: fits ? { start: at, end: at + source.length, text: fix } : null,
      });
    } else {
      index = tags.findIndex((tag) => meaningOf(tag) === meaningOf(parsed.tag));
      if (index === -1) index = tags.push(parsed.tag) - 1;
    }
    compiled.set(candidate, index);
    return index;
  };
  /** `wrong` is called with the source of each invalid tag and returns what replaces it. */
  const replace = (masked: string, from: readonly Candidate[], wrong: (source: string) => string) =>
    replaceTokens(masked, (index) => {
      const candidate = from[index];
      const tag = candidate === undefined ? null : compile(candidate);
      return tag === null ? wrong(candidate?.source ?? "") : tokenOf(tag);
    });
  const asTyped = (source: string) => source;
  const lintLeftovers = (masked: string, at: number) => {
    const open = masked.search(/\{\{|\{%/);
    if (open === -1) return;
    report.error("merge-tag/unclosed", at + open, "This merge tag does not end on its line.", {
      hint: 'Write it on one line, for example {{ subscriber.first_name | default: "there" }}.',
    });
  };
  const starts = new Set(candidates.map(({ at }) => at));
  /** Finds an opening in the source that begins no tag. Braces that the author escaped are none: readers are to see them. */
  const unclosedIn = (from: number, to: number): number | null => {
    const openings = text.slice(from, to).matchAll(new RegExp(OPENING, "g"));
    return openings.map(({ index }) => from + index).find((at) => !starts.has(at)) ?? null;
  };
  return {
    tags,
    read: (masked, at) => {
      const open = /\{[{%]/.test(masked) ? unclosedIn(at, at + 2 * masked.length) : null;
      if (open !== null) lintLeftovers("{{", open);
      return replace(masked, candidates, asTyped);
    },
    readUrl: (masked) => {
      let isWrong = false;
      const url = replace(masked, candidates, () => {
        isWrong = true;
        return "";
      });
      return isWrong ? null : url;
    },
    literal: (masked) => replaceTokens(masked, (index) => candidates[index]?.source ?? ""),
    lintForeign: (part, at) => lintForeignTags(part, at, names, report),
    readString: (string, at) => {
      const masked = maskMergeTags(string);
      let from = at;
      const placed = masked.candidates.map(({ source }) => {
        const found = text.indexOf(source, from);
        if (found !== -1) from = found + source.length;
        return { source, at: found === -1 ? at : found };
      });
      const start = text.indexOf(string, at);
      lintLeftovers(masked.text, start === -1 ? at : start);
      lintForeignTags(masked.text, start === -1 ? at : start, names, report);
      lintPlainText(masked.text, start === -1 ? at : start, report);
      return replace(masked.text, placed, asTyped);
    },
  };
}

function meaningOf({ name, filters }: MergeTag): string {
  return JSON.stringify([name, filters]);
}
