import { type HtmlElement, applyEdits, elementsOf, readTree, remove } from "#src/render/html-tree.ts";

/** Elements that run code, load a document of their own, would restyle the page around them, or ask for input that nobody reads. */
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
 * Removes from the HTML of an author's own block what a mail program would not have run either. Our page shares its address with the pages
 * where readers leave and choose: code that runs on it could press their buttons.
 */
export function withoutActive(html: string): string {
  const { body, head } = readTree(html);
  const edits = [...elementsOf(head), ...elementsOf(body)].flatMap((element) =>
    ACTIVE.has(element.tagName) ? remove(element) : attributesOf(element),
  );
  return applyEdits(html, outermost(edits));
}

type Edits = ReturnType<typeof remove>;

/** Removes event handlers, and addresses that are code. */
function attributesOf({ attrs, sourceCodeLocation }: HtmlElement): Edits {
  return attrs.flatMap(({ name, prefix, value }) => {
    // In SVG, `xlink:href` is read as the name `href` with a prefix, and some names get capitals; places are kept by the names as typed.
    const place = sourceCodeLocation?.attrs?.[(prefix ? `${prefix}:${name}` : name).toLowerCase()];
    const isCode =
      name.startsWith("on") ||
      name === "srcdoc" ||
      // A browser skips control characters and spaces before and within a scheme.
      // oxlint-disable-next-line no-control-regex -- the pattern looks for these controls
      /^(?:(?:java|vb)script:|data:(?!image\/))/i.test(value.replace(/[\u0000-\u0020]/g, ""));
    return isCode && place !== undefined
      ? [{ start: place.startOffset, end: place.endOffset, text: "" }]
      : [];
  });
}

/** Drops each edit inside another one, which removes its text as well. */
function outermost(edits: Edits): Edits {
  return edits.filter(
    (edit) => !edits.some((other) => other !== edit && other.start <= edit.start && edit.end <= other.end),
  );
}
