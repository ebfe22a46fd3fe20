import { blocksPage } from "./blocks-page.ts";
import { commandsPage } from "./commands-page.ts";
import { configPage } from "./config-page.ts";
import { errorsPage } from "./errors-page.ts";
import { frontMatterPage } from "./front-matter-page.ts";
import { jsonPage } from "./json-page.ts";
import { mergeTagsPage } from "./merge-tags-page.ts";
import { rulesPage } from "./rules-page.ts";
import { templatePage } from "./template-page.ts";
import { wordsPage } from "./words-page.ts";

/** The pages of `docs/reference/` that are made from the code, by file name. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ["blocks.md", blocksPage()],
    ["commands.md", commandsPage()],
    ["config.md", configPage()],
    ["errors.md", errorsPage()],
    ["front-matter.md", frontMatterPage()],
    ["json.md", jsonPage()],
    ["merge-tags.md", mergeTagsPage()],
    ["rules.md", rulesPage()],
    ["template-api.md", templatePage()],
    ["words.md", wordsPage()],
  ]);
}
