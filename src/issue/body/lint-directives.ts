import type { Root, RootContent } from "mdast";
import { endOf, startOf, walkNodes } from "./body-context.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";

type ContainerDirective = Extract<RootContent, { type: "containerDirective" }>;

/** Reports mistakes that Markdown accepts silently: a container that swallows the rest of the issue, and colons that open nothing. */
export function lintDirectives(root: Root, text: string, report: SourceReporter): void {
  const containers: ContainerDirective[] = [];
  const strays: number[] = [];
  walkNodes(root, (node) => {
    if (node.type === "containerDirective") containers.push(node);
    if (node.type === "paragraph")
      lintColons(text.slice(startOf(node), endOf(node)), startOf(node), report, strays);
  });
  let unclosed = false;
  for (const node of containers) {
    const line = text.lastIndexOf("\n", endOf(node) - 1) + 1;
    const colons = /^:+/.exec(text.slice(startOf(node)))?.[0] ?? ":::";
    const last = text
      .slice(line, endOf(node))
      .replace(/^[\s>]+/, "")
      .trimEnd();
    if (line > startOf(node) && /^:{3,}$/.test(last) && last.length >= colons.length) continue;
    unclosed = true;
    const message = `${colons}${node.name} is not closed: everything to the end of its container is part of it.`;
    report.error("directive/unclosed", startOf(node), message, {
      hint: `Write ${colons} on a line of its own after it. A container around others needs more colons than they have.`,
    });
  }
  // A container that is closed too early leaves its own closing colons behind. The finding about the unclosed container says enough.
  if (unclosed) return;
  for (const at of strays) {
    report.error("directive/closes-nothing", at, "These colons close nothing.", {
      hint: "Remove them, or give the outer container more colons.",
    });
  }
}

/** Two colons and a word can also begin a wrapped line of prose; then more words follow. */
const SPACED =
  /^[ \t>]*(:{3,}|::(?=[ \t]+[\w-]+(?:[[{]|[ \t]*$)))([ \t]+)([a-zA-Z][\w-]*)|^[ \t>]*(:{3,})[ \t]*$/gm;

/** Reports `::: note`, which other systems write and Markdown reads as prose, and adds `:::` that closes nothing to `strays`. */
function lintColons(source: string, at: number, report: SourceReporter, strays: number[]): void {
  for (const match of source.matchAll(SPACED)) {
    const [all, colons = "", space = "", name] = match;
    if (name === undefined) {
      strays.push(at + match.index + all.search(/:/));
      continue;
    }
    const end = at + match.index + all.length - name.length;
    const start = end - space.length;
    report.error("directive/space", start - colons.length, `${colons} ${name} is read as text.`, {
      hint: `Write ${colons}${name} without the space.`,
      fix: { start, end, text: "" },
    });
  }
}
