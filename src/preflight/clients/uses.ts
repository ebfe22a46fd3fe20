import type { Declaration } from "#src/preflight/look/read-css.ts";
import type { Look } from "#src/preflight/look/read-look.ts";
import { quoted } from "#src/preflight/look/in-template.ts";
import { type HtmlElement, tagText } from "#src/preflight/look/tree.ts";

/** One use of something that not every mail program knows. */
export interface Use {
  /** As the email writes it, such as `display:flex`. */
  readonly written: string;
  /** What to look for in the template, the likeliest first. */
  readonly texts: readonly string[];
  /** Null where a style sheet uses it. */
  readonly element: HtmlElement | null;
}

/** Returns the first use in an email; null if there is none. */
export type Finder = (look: Look) => Use | null;

/** Finds a declaration, of an element's own style or of a style sheet, that both expressions match. */
export function declares(property: RegExp, value: RegExp): Finder {
  const isIt = (one: Declaration) => property.test(one.property) && value.test(one.value);
  return (look) => {
    for (const element of look.elements) {
      const found = look.inline(element).find(isIt);
      if (found !== undefined) return { ...useOf(found), element };
    }
    const found = look.rules.flatMap(({ declarations }) => declarations).find(isIt);
    return found === undefined ? null : { ...useOf(found), element: null };
  };
}

function useOf({ property, value }: Declaration): Omit<Use, "element"> {
  const written = `${property}:${quoted(value)}`;
  // React writes a name without its hyphens.
  const camel = property.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return {
    written,
    texts: [
      `${property}:${value}`,
      `${property}: ${value}`,
      `${camel}: "${value}"`,
      value,
      `${property}:`,
      `${camel}:`,
      property,
      camel,
    ],
  };
}

/** Finds a rule of a style sheet. */
export function inSheet(isIt: (rule: Look["rules"][number]) => string | null): Finder {
  return ({ rules }) => {
    for (const rule of rules) {
      const written = isIt(rule);
      if (written !== null) return { written: quoted(written), texts: [written], element: null };
    }
    return null;
  };
}

/** Finds an element of the email. */
export function element(isIt: (one: HtmlElement, look: Look) => boolean): Finder {
  return (look) => {
    const found = look.elements.find((one) => isIt(one, look));
    if (found === undefined) return null;
    const tag = tagText(found, look);
    return { written: `<${found.tagName}>`, texts: [tag, `<${found.tagName}`], element: found };
  };
}
