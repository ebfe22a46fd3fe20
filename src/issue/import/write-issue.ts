import type { Finding } from "#src/model/finding.ts";
import { type IssueWish, frontMatterOf } from "./front-matter-of.ts";
import { lostWords } from "./lost-words.ts";
import type { Note } from "./notes.ts";
import type { TidyPost } from "./tidy-post.ts";
import { tidyLinks } from "./tidy-links.ts";
import { toMarkdownTree } from "./to-mdast.ts";
import { writeMarkdown } from "./write-markdown.ts";

interface WrittenIssue {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** As many lost words as a person needs to find the place. */
const QUOTED = 20;

/** The issue file of a post, at `path`. Every word of the post is in it, or a finding says which are not. */
export function writeIssue(tidy: TidyPost, wish: IssueWish, path: string): WrittenIssue {
  const front = frontMatterOf(tidy, wish);
  const title = tidy.post.title ?? wish.slug;
  const { all } = tidy.notes;
  tidyLinks(tidy.root, { base: tidy.post.url ?? wish.site, pathOf: wish.pathOf }, tidy.notes);
  const tree = toMarkdownTree(tidy.root, { notes: all, pictures: wish.pictures, title });
  const { markdown, lines } = writeMarkdown(tree);
  const text = `${front.lines.join("\n")}\n\n${markdown}`;
  const before = front.lines.length + 1;
  const findings: Finding[] = front.notes.map(({ line, note }) => findingOf(note, path, line));
  const placed = new Set<Note>();
  for (const [note, line] of lines) {
    placed.add(note);
    findings.push(findingOf(note, path, before + line));
  }
  for (const note of all) if (!placed.has(note)) findings.push(findingOf(note, path, null));
  const lost = lostWords(
    tidy.words,
    markdown,
    [...new Set([...all, ...placed])].map(({ words }) => words),
  );
  if (lost.length > 0) findings.push(lostFinding(lost, path));
  return { text, findings: findings.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

export function findingOf(
  { severity, rule, message, hint }: Note,
  file: string,
  line: number | null,
): Finding {
  return { rule, severity, file, line, column: null, message, hint, fix: null };
}

function lostFinding(words: readonly string[], file: string): Finding {
  const more = words.length > QUOTED ? ` and ${words.length - QUOTED} more` : "";
  return {
    rule: "import/words-lost",
    severity: "error",
    file,
    line: null,
    column: null,
    message: `These words of the post are not in the file: ${words.slice(0, QUOTED).join(" ")}${more}.`,
    hint: "Copy them from the old post by hand. Please report it with the post’s HTML: this is a gap in Letterpress.",
    fix: null,
  };
}
