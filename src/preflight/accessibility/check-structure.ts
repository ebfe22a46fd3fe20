import { lettersOf } from "#src/preflight/html/letters-of.ts";
import type { Letter, Rule } from "#src/preflight/letter.ts";
import { authorPlace } from "#src/preflight/look/author-place.ts";
import { elementInTemplate, inTemplate, quoted } from "#src/preflight/look/in-template.ts";
import { shownTexts } from "#src/preflight/look/shown-texts.ts";
import { ancestorsOf, attributeOf, type HtmlElement, wordsOf } from "#src/preflight/look/tree.ts";

/** Checks what guides people who hear an email or enlarge it: tables, headings, and the zoom. */
export const checkStructure: Rule = (letter, report) => {
  const tables = shown(letter, (name) => name === "table");
  const layout = tables.filter((table) => !isPresentation(table) && !isData(table));
  const [first] = layout;
  if (first !== undefined) {
    const many = layout.length === 1 ? "A table has" : `${layout.length} tables have`;
    const message = `${many} neither headers nor role="presentation": screen readers read out every row and column.`;
    report.warning("accessibility/layout-table", elementInTemplate(letter, first), message, {
      hint: 'Add role="presentation" to tables that only place things, and <th> to tables of data.',
    });
  }
  const silenced = tables.find((table) => isPresentation(table) && isData(table));
  if (silenced !== undefined) {
    const message = 'A table with headers (<th>) has role="presentation", so that nobody hears them.';
    report.warning("accessibility/data-table", elementInTemplate(letter, silenced), message, {
      hint: "Remove the role from tables of data.",
    });
  }
  checkHeadings(letter, report);
  const viewport = letter.look.elements.find(
    (one) => one.tagName === "meta" && attributeOf(one, "name")?.toLowerCase() === "viewport",
  );
  const content = viewport === undefined ? "" : (attributeOf(viewport, "content") ?? "");
  if (/user-scalable\s*=\s*(?:no|0)\b|maximum-scale\s*=\s*(?:0?\.\d+|1(?:\.\d+)?)\b/i.test(content)) {
    const message = `The viewport says “${content}”, so that nobody can make the email larger.`;
    report.warning("accessibility/no-zoom", inTemplate(letter, content, "viewport"), message, {
      hint: "Write width=device-width, initial-scale=1.",
    });
  }
};

const checkHeadings: Rule = (letter, report) => {
  const { issue } = letter;
  const headings = shown(letter, (name) => /^h[1-6]$/.test(name)).filter(
    (one) => lettersOf(wordsOf(one)) !== "",
  );
  // A template that shows no title at all may be meant so.
  if (!headings.some(({ tagName }) => tagName === "h1") && isShown(issue.title, letter)) {
    const message =
      "The title is not a level-1 heading: people who listen and move by headings will not find it.";
    const target = inTemplate(letter, "issue.title", "[[ issue.title ]]");
    report.warning("accessibility/no-heading", target, message, { hint: "Write the title as <h1>." });
  }
  let depth = 1;
  for (const heading of headings) {
    const level = Number(heading.tagName.slice(1));
    // The author's own headings are checked where they are written.
    if (level > depth + 1 && authorPlace(issue, wordsOf(heading), "heading") === null) {
      const message = `“${quoted(wordsOf(heading))}” is a heading of level ${level}, and the one before it of level ${depth}.`;
      report.warning("accessibility/heading-jump", elementInTemplate(letter, heading), message, {
        hint: `Write it as <h${depth + 1}>, and its size as a style.`,
      });
    }
    depth = level;
  }
};

function isShown(words: string, { look }: Letter): boolean {
  return shownTexts(look, "light").some((text) => lettersOf(text.words) === lettersOf(words));
}

function shown({ look }: Letter, isIt: (name: string) => boolean): readonly HtmlElement[] {
  return look.elements.filter(
    (one) => isIt(one.tagName) && !look.style(one, "light").hidden && !isUnheard(one),
  );
}

function isUnheard(element: HtmlElement): boolean {
  return [element, ...ancestorsOf(element)].some((one) => attributeOf(one, "aria-hidden") === "true");
}

function isPresentation(table: HtmlElement): boolean {
  return /^(?:presentation|none)$/.test(attributeOf(table, "role") ?? "");
}

/** True for a table with headers of its own, or with another role that says what it is, such as a list. */
function isData(table: HtmlElement): boolean {
  const role = attributeOf(table, "role");
  if (role !== null && !isPresentation(table)) return true;
  return cellsOf(table).some(({ tagName }) => tagName === "th");
}

/** The cells of the table itself, and not of one in its cells. */
function cellsOf(element: HtmlElement): readonly HtmlElement[] {
  return element.childNodes.flatMap((node) => {
    if (!("tagName" in node)) return [];
    return node.tagName === "td" || node.tagName === "th"
      ? [node]
      : node.tagName === "table"
        ? []
        : cellsOf(node);
  });
}
