import { tagsIn } from "./tags-in.ts";

const VOID = words("area br col embed hr img input link meta param source track wbr");
/** Elements that HTML closes at what comes after them. */
const CLOSE_THEMSELVES = words("p li dt dd tr td th thead tbody tfoot option");
/** Elements that only group their content for a reader of an email: one of their two tags may stand alone. */
const GROUPS = words(
  "div center section main article header footer aside nav span font p figure picture details hgroup ul ol big label",
);

/**
 * True for a piece of HTML that means the same without what is around it. Markdown cuts HTML at blank lines, so a quotation or link
 * may begin here and end further down: converting each piece by itself would lose the quotation.
 */
export function isWhole(html: string): boolean {
  if ((html.match(/<!--/g)?.length ?? 0) !== (html.match(/-->/g)?.length ?? 0)) return false;
  const open: string[] = [];
  for (const { name, closes } of tagsIn(html)) {
    if (VOID.has(name)) continue;
    if (!closes) {
      // An item outside of its list may be numbered, or not.
      if (name === "li" && !open.includes("ul") && !open.includes("ol")) return false;
      open.push(name);
    } else if (open.includes(name)) {
      const inner = open.splice(open.lastIndexOf(name)).slice(1);
      if (!inner.every((one) => CLOSE_THEMSELVES.has(one) || GROUPS.has(one))) return false;
    } else if (!GROUPS.has(name)) return false;
  }
  const isList = open.includes("ul") || open.includes("ol");
  return open.every((name) => GROUPS.has(name)) && (!isList || /<\/li\s*>\s*$/i.test(html));
}

function words(line: string): ReadonlySet<string> {
  return new Set(line.split(" "));
}
