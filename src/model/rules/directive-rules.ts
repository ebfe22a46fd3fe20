import type { RuleEntry } from "./rule.ts";

/** What can be wrong with directives, with what they hold, and with the snippets and blocks that they place. */
export const DIRECTIVE_RULES = {
  "directive/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no directive of this name.",
    fix: "Use one of [blocks](blocks.md).",
  },
  "directive/form": {
    severity: ["error"],
    step: ["reading"],
    means: "A directive is written with `::` that needs `:::` and an end, or the other way round.",
    fix: "Write it as [blocks](blocks.md) says.",
  },
  "directive/unknown-attribute": {
    severity: ["error"],
    step: ["reading"],
    means: "A directive has no attribute of this name.",
    fix: "Correct its spelling, or remove it.",
  },
  "directive/unclosed": {
    severity: ["error"],
    step: ["reading"],
    means: "A container is not closed, so the rest of the file is part of it.",
    fix: "Write its colons on a line of their own after it. A container around others needs more colons than they have.",
  },
  "directive/closes-nothing": {
    severity: ["error"],
    step: ["reading"],
    means: "Colons on a line of their own close no container.",
    fix: "Remove them, or give the outer container more colons.",
  },
  "directive/space": {
    severity: ["error"],
    step: ["reading"],
    means: "A space between the colons and the name makes a directive text.",
    fix: "Write it without the space. `check --fix` does.",
  },
  "directive/empty": {
    severity: ["error"],
    step: ["reading"],
    means: "A pullquote without words, or a button without words or an address.",
    fix: "Write both, as [blocks](blocks.md) shows.",
  },
  "directive/content": {
    severity: ["error"],
    step: ["reading"],
    means:
      "Something stands in a container that cannot hold it: a list in a pullquote, text between columns.",
    fix: "Move it out of the container, or into a column.",
  },
  "directive/column": {
    severity: ["error"],
    step: ["reading"],
    means: "A column stands outside of columns.",
    fix: "Put `::::columns` before the first `:::column` and `::::` after the last.",
  },
  "directive/columns": {
    severity: ["error"],
    step: ["reading"],
    means: "There are not two or three columns.",
    fix: "Write `::::columns` with four colons, and two or three `:::column` inside it.",
  },
  "directive/limit": {
    severity: ["error"],
    step: ["reading"],
    means: "A list of related issues has a limit that is no number from 1 to 10.",
    fix: "Write `::related{limit=3}`.",
  },
  "directive/no-author": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no author (left) for the card.",
    fix: "Name the author in `authors:` of the front matter, or remove `::author`.",
  },
  "related/nothing": {
    severity: ["error"],
    step: ["reading"],
    means: "The issue has neither a section nor tags that related issues could share.",
    fix: "Write `section:` or `tags:` in the front matter, or name a tag: `::related{tag=press}`.",
  },
  "related/none": {
    severity: ["warning"],
    step: ["reading"],
    means: "No earlier public issue is related, so nothing is shown there.",
    fix: "Remove `::related`, or keep it for a later issue.",
  },
  "directive/no-guest": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no guest (left) for the card.",
    fix: "Name the guest in `guests:` of the front matter, or remove `::guest`.",
  },
  "directive/no-sponsor": {
    severity: ["error"],
    step: ["reading"],
    means: "A sponsored part does not name its sponsor.",
    fix: "Write `:::sponsor[Name]`.",
  },
  "directive/attribute-value": {
    severity: ["error"],
    step: ["reading"],
    means: "`secondary` of a button has a value, and takes none.",
    fix: "Write `secondary` alone, or remove it.",
  },
  "directive/label": {
    severity: ["error"],
    step: ["reading"],
    means: "A directive that takes no words has some in its brackets, and they would be lost.",
    fix: "Write the words above or below it.",
  },
  "directive/link-in-link": {
    severity: ["error"],
    step: ["reading"],
    means: "The words of a button or a card hold a link, and are a link already.",
    fix: "Write words alone into the brackets.",
  },
  "directive/buttons": {
    severity: ["error"],
    step: ["reading"],
    means: "`:::buttons` holds one button, or more than three.",
    fix: "Write two or three buttons.",
  },
  "directive/gallery": {
    severity: ["error"],
    step: ["reading"],
    means: "`:::gallery` holds one picture, or more than three.",
    fix: "Write two or three pictures.",
  },
  "directive/no-contents": {
    severity: ["error"],
    step: ["reading"],
    means: "`::contents` finds no heading of level 2.",
    fix: "Write headings with `##`, or remove it.",
  },
  "directive/second-contents": {
    severity: ["error"],
    step: ["reading"],
    means: "The issue already has `::contents` further up.",
    fix: "Remove one of them.",
  },
  "directive/no-segment": {
    severity: ["error"],
    step: ["reading"],
    means: "`:::only` does not say which readers it is for.",
    fix: 'Write for example `:::only{segment="plan:pro"}`.',
  },
  "directive/else": {
    severity: ["error"],
    step: ["reading"],
    means: "`:::else` does not follow the end of an `:::only`.",
    fix: "End the part before it with a `:::` of its own, and write nothing between that and `:::else`.",
  },
  "directive/only-footnote": {
    severity: ["error"],
    step: ["reading"],
    means: "A footnote of a part for some readers would stand among everybody's notes.",
    fix: "Write the note into the text.",
  },
  "directive/only-confirm": {
    severity: ["error"],
    step: ["reading"],
    means:
      "The mail that asks for a confirmation has a part for some readers, and is the same for everybody.",
    fix: "Write the part for all, or remove it.",
  },
  "directive/only-many": {
    severity: ["error"],
    step: ["reading"],
    means: "The parts of an issue ask for more than 20 different segments.",
    fix: "Send it as several issues, each to its own segment.",
  },
  "snippet/no-name": {
    severity: ["error"],
    step: ["reading"],
    means: "`::snippet` does not name one snippet.",
    fix: "Write for example `::snippet{colophon}` for `issues/snippets/colophon.md`.",
  },
  "snippet/unknown": {
    severity: ["error"],
    step: ["reading"],
    means: "There is no snippet of this name.",
    fix: "Correct the name, or write the text into `issues/snippets/NAME.md`.",
  },
  "snippet/recursive": {
    severity: ["error"],
    step: ["reading"],
    means: "A snippet holds itself, perhaps through another one.",
    fix: "Remove it in one of them.",
  },
  "snippet/empty": {
    severity: ["warning"],
    step: ["reading"],
    means: "A snippet that is placed has no text.",
    fix: "Write its text, or remove the directive.",
  },
  "snippet/footnote": {
    severity: ["error"],
    step: ["reading"],
    means: "A snippet has a footnote, but footnotes are numbered across the whole issue.",
    fix: "Write the note into the text.",
  },
  "snippet/front-matter": {
    severity: ["error"],
    step: ["reading"],
    means: "A snippet has front matter, which would be mailed as text.",
    fix: "Remove the lines up to the second `---`.",
  },
  "block/taken": {
    severity: ["error"],
    step: ["reading"],
    means:
      "A file of `templates/blocks/` has the name of a directive of Letterpress, so it can never be placed.",
    fix: "Rename the file.",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
