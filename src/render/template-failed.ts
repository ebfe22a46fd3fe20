import { LetterpressError } from "#src/model/errors.ts";

/** The error for a template that threw, with the first place in templates/ that its stack names. */
export function templateFailed(path: string, cause: unknown): LetterpressError {
  if (cause instanceof LetterpressError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const stack = cause instanceof Error ? (cause.stack ?? "") : "";
  return new LetterpressError("template/failed", `${placeIn(stack, path) ?? path}: ${message}`, { cause });
}

/** `templates/x.tsx:12:7`, from the innermost frame of the template or of a part beside it. */
function placeIn(stack: string, path: string): string | null {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : path;
  const frame = new RegExp(
    `[/(\\s]((?:${escaped(path)}|${escaped(folder)}[\\w./-]+?))(?:\\?[^:\\s)]*)?:(\\d+):(\\d+)`,
    "u",
  );
  for (const line of stack.split("\n")) {
    const match = line.includes("node_modules") ? null : frame.exec(line);
    if (match) return `${match[1]}:${match[2]}:${match[3]}`;
  }
  return null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
