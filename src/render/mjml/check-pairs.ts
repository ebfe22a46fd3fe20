import { errorAt } from "#src/model/errors.ts";
import { ENDING_TAGS } from "./ending-tags.ts";

const TAG = /<!--[^]*?(?:-->|$)|<(\/?)(mjml|(?:mj|issue|block)-[\w-]+)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g;

/**
 * Checks that every tag of MJML and of ours is closed, and in order. MJML's parser silently takes what follows an open tag into that tag,
 * so that half an email would be gone. Throws `template/failed` at the line of the tag.
 */
export function checkPairs(source: string, path: string): void {
  const open: { readonly name: string; readonly line: number }[] = [];
  const fail = (line: number, message: string, hint: string): never => {
    throw errorAt("template/failed", { file: path, line, column: null }, message, { hint });
  };
  for (const { index, 1: slash, 2: name, 3: rest = "" } of source.matchAll(TAG)) {
    const last = open.at(-1);
    // Inside a tag whose content is HTML, MJML counts only tags of the same name.
    if (name === undefined || (last !== undefined && ENDING_TAGS.includes(last.name) && name !== last.name))
      continue;
    const line = source.slice(0, index).split("\n").length;
    if (slash === "") {
      if (!rest.trimEnd().endsWith("/")) open.push({ name, line });
    } else if (last === undefined) {
      fail(line, `</${name}> closes nothing.`, `Remove it, or write <${name}> before it.`);
    } else if (last.name === name) {
      open.pop();
    } else {
      fail(
        line,
        `expected </${last.name}>, which closes line ${last.line}, found </${name}>.`,
        `Write </${last.name}> before it.`,
      );
    }
  }
  const left = open.at(-1);
  if (left !== undefined)
    fail(left.line, `<${left.name}> is not closed.`, `Write </${left.name}> where it ends.`);
}
