import escapeStringRegexp from "escape-string-regexp";
import { errorAt, LetterpressError, messageOf } from "#src/model/errors.ts";
import type { Where } from "#src/model/finding.ts";

/** Returns the error for a template that threw, with the first place in templates/ that its stack or that of its `owners` names. */
export function templateFailed(path: string, cause: unknown, owners = ""): LetterpressError {
  if (cause instanceof LetterpressError) return cause;
  const message = messageOf(cause);
  const stack = cause instanceof Error ? (cause.stack ?? "") : "";
  return errorAt("template/failed", placeIn(`${stack}\n${owners}`, path), message, { cause });
}

/** Returns the place of the innermost frame in templates/, where a block's own parts are as well; the whole file if there is none. */
function placeIn(stack: string, path: string): Where {
  const folder = path.slice(0, path.indexOf("/") + 1);
  const frame = new RegExp(
    `[/(\\s](${escapeStringRegexp(path)}|${escapeStringRegexp(folder)}[\\w./-]+?)(?:\\?[^:\\s)]*)?:(\\d+)(?::(\\d+))?`,
    "u",
  );
  for (const line of stack.split("\n")) {
    const match = line.includes("node_modules") ? null : frame.exec(line);
    if (match === null) continue;
    const [, file = path, row, column] = match;
    return { file, line: Number(row), column: column === undefined ? null : Number(column) };
  }
  return { file: path, line: null, column: null };
}
