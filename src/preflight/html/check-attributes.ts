import type { Rule } from "#src/preflight/letter.ts";
import { inTemplate } from "#src/preflight/look/in-template.ts";
import { attributeOf } from "#src/preflight/look/tree.ts";
import { tagsOf } from "./tags-of.ts";

/** Reports ids and attributes that are written twice. */
export const checkAttributes: Rule = (letter, report) => {
  const ids = new Map<string, number>();
  for (const element of letter.look.elements) {
    const id = attributeOf(element, "id");
    if (id !== null && id !== "") ids.set(id, (ids.get(id) ?? 0) + 1);
  }
  for (const [id, times] of ids) {
    if (times < 2) continue;
    const message = `${times} elements have the id ${id}: a link to it finds the first, and a label names the wrong one.`;
    report.warning("html/duplicate-id", inTemplate(letter, `id="${id}"`, id), message, {
      hint: "Give each an id of its own.",
    });
  }
  for (const { source, name, attributes } of tagsOf(letter.html)) {
    const names = attributes.map(([key]) => key);
    const twice = names.find((key, index) => names.indexOf(key) < index);
    if (twice === undefined) continue;
    const message = `<${name}> has ${twice} twice, and every mail program ignores one of them.`;
    report.warning("html/duplicate-attribute", inTemplate(letter, source, `<${name}`), message, {
      hint: "Write all of it in one attribute.",
    });
    return;
  }
};
