import { commandsPage } from "./commands-page.ts";
import { configPage } from "./config-page.ts";
import { errorsPage } from "./errors-page.ts";
import { frontMatterPage } from "./front-matter-page.ts";
import { wordsPage } from "./words-page.ts";

/** The pages of `docs/reference/` that are made from the code, by file name. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ["commands.md", commandsPage()],
    ["config.md", configPage()],
    ["errors.md", errorsPage()],
    ["front-matter.md", frontMatterPage()],
    ["words.md", wordsPage()],
  ]);
}
