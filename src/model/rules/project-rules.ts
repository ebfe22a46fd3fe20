import type { RuleEntry } from "./rule.ts";

/** What can be wrong with the files of a project, and with the names in front matter that refer to those files or to the config. */
export const PROJECT_RULES = {
  "section/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "The config has no section of this name.",
    fix: "Correct the name, or add the section to newsletter.config.ts.",
  },
  "series/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "The config has no series of this name.",
    fix: "Correct the name, or add the series to newsletter.config.ts.",
  },
  "series/part-alone": {
    severity: ["error"],
    step: ["reading"],
    means: "`part:` has no `series:` beside it.",
    fix: "Add `series:` with the key of the series.",
  },
  "list/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "The config has no list of this name.",
    fix: "Correct the name, or add the list to newsletter.config.ts.",
  },
  "authors/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "The config has no author of this name.",
    fix: "Correct the name, or add the author to newsletter.config.ts.",
  },
  "template/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "`templates/` holds no template of this name.",
    fix: "Use the name of a file in `templates/`, without its extension.",
  },
  "template/impure": {
    severity: ["error"],
    step: ["reading"],
    means: "Rendered twice, the template gives two different emails.",
    fix: "Use the issue's own date (`issue.date`) instead of the clock, and no random numbers.",
  },
  "template/no-such-value": {
    severity: ["warning"],
    step: ["reading"],
    means: "The template reads a value that it is not given, so that the mail has nothing there.",
    fix: "Write the value that the finding names, or one of [those that there are](../templates.md#what-a-template-is-given).",
    why: "`{input.title}` is not an error in JavaScript: React draws nothing, and every reader gets a letter without its title.",
    example: "<h1>{input.title}</h1>",
  },
  "segment/invalid": {
    severity: ["error"],
    step: ["reading"],
    means: "The segment cannot be read, or names an attribute, a list or a value that is not there.",
    fix: "Write it as [readers](../readers.md#segments) says.",
  },
  "segment/unknown-issue": {
    severity: ["warning"],
    step: ["reading"],
    means: "The segment asks who received an issue that is not there.",
    fix: "Write the slug of an issue that was sent.",
  },
  "accept/unused": {
    severity: ["info"],
    step: ["reading"],
    means: "`accept:` names a rule that finds nothing in this issue.",
    fix: "Remove it from `accept:`.",
  },
  "accept/unknown": {
    severity: ["warning"],
    step: ["reading"],
    means: "`accept:` names a rule that does not exist, so that nothing is accepted.",
    fix: "Correct its spelling: the finding names the rule that may be meant.",
  },
  "issue/too-deep": {
    severity: ["error"],
    step: ["reading"],
    means: "Something in the file is nested too deeply to be read.",
    fix: "Look for a line with very many `>`, `-` or `[`.",
  },
  "project/no-index": {
    severity: ["warning"],
    step: ["reading"],
    means: "A folder of `issues/` holds no `index.md`, so there is no issue in it.",
    fix: "Name the issue's file `index.md`.",
  },
  "project/unreadable": {
    severity: ["error"],
    step: ["reading"],
    means: "A file or folder of the project cannot be read.",
    fix: "Check the file and its permissions.",
  },
  "project/not-utf8": {
    severity: ["error"],
    step: ["reading"],
    means: "The file is not UTF-8.",
    fix: "Save it as UTF-8.",
  },
  "project/duplicate-slug": {
    severity: ["error"],
    step: ["reading"],
    means: "Two issues have the same slug.",
    fix: "Give one of them another.",
  },
  "project/duplicate-number": {
    severity: ["error"],
    step: ["reading"],
    means: "Two issues have the same number.",
    fix: "Give one of them another.",
  },
  "internal/fault": {
    severity: ["error"],
    step: ["reading"],
    means: "Letterpress itself failed at this file. Every other file goes on.",
    fix: "Please report it, with the line that is printed and the file.",
  },
  "issue/too-intricate": {
    severity: ["error"],
    step: ["reading"],
    means:
      "An issue would take too long to be read, because of a great number of `*`, `_`, `[`, `<` or `:::`.",
    fix: "Put what is not meant as Markdown into a code block, or split the issue.",
  },
  "issue/too-long": {
    severity: ["error"],
    step: ["reading"],
    means: "An issue is too long, and is read only in part.",
    fix: "Split it into several issues.",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
