import { type HtmlElement, applyEdits, elementsOf, readTree, remove } from "#src/render/html-tree.ts";

/** What runs, loads a document of its own, or would restyle the page around it; and what asks for words that nobody reads. */
const ACTIVE = new Set([
  "script",
  "style",
  "link",
  "meta",
  "base",
  "title",
  "template",
  "iframe",
  "frame",
  "frameset",
  "object",
  "embed",
  "applet",
  "form",
  "input",
  "button",
  "select",
  "textarea",
]);

/**
 * HTML of an author's own block without what a mail program would not have run either. A page of ours is at the address where readers
 * leave and choose: what runs on it could press their buttons.
 */
export function withoutActive(html: string): string {
  const { body, head } = readTree(html);
  const edits = [...elementsOf(head), ...elementsOf(body)].flatMap((element) =>
    ACTIVE.has(element.tagName) ? remove(element) : attributesOf(element),
  );
  return applyEdits(html, outermost(edits));
}

type Edits = ReturnType<typeof remove>;

/** Handlers, and addresses that are code. */
function attributesOf({ attrs, sourceCodeLocation }: HtmlElement): Edits {
  return attrs.flatMap(({ name, value }) => {
    const place = sourceCodeLocation?.attrs?.[name];
    const isCode =
      name.startsWith("on") ||
      name === "srcdoc" ||
      // A browser skips controls and spaces in front of a scheme, and within it.
      // oxlint-disable-next-line no-control-regex -- the pattern looks for these controls
      /^(?:(?:java|vb)script:|data:(?!image\/))/i.test(value.replace(/[\u0000-\u0020]/g, ""));
    return isCode && place !== undefined
      ? [{ start: place.startOffset, end: place.endOffset, text: "" }]
      : [];
  });
}

/** An edit within another one has gone with it. */
function outermost(edits: Edits): Edits {
  return edits.filter(
    (edit) => !edits.some((other) => other !== edit && other.start <= edit.start && edit.end <= other.end),
  );
}
