/** A place where tags do not fit together. */
export interface Misfit {
  /** What is wrong, as the start of a sentence. */
  readonly what: string;
  /** The tag as the HTML has it. */
  readonly tag: string;
  /** True if a browser can repair it in one way only, and shows the same words at the same place. */
  readonly harmless: boolean;
}

const TAG = /<(\/?)([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi;
const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** Elements whose content is no HTML. */
const RAW = /<(style|script|title|textarea)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
/** Elements whose end HTML lets an author leave out: the next tag ends them. */
const OPEN_ENDED = new Set("li p td tr th tbody thead tfoot option dt dd colgroup html head body".split(" "));
/** A paragraph ends where one of these begins. */
const BLOCKS = new Set(
  "address article aside blockquote center div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split(
    " ",
  ),
);
/** Elements that begin another flow, such as a cell: a block in them does not end a paragraph outside. */
const WALLS = new Set(["td", "th", "caption", "button", "object"]);
/** What may stand in each part of a table. Anything else is moved in front of the table. */
const IN_TABLE: Readonly<Record<string, RegExp>> = {
  table: /^(?:caption|colgroup|col|thead|tbody|tfoot|tr|script|template|style)$/,
  thead: /^(?:tr|script|template)$/,
  tbody: /^(?:tr|script|template)$/,
  tfoot: /^(?:tr|script|template)$/,
  tr: /^(?:td|th|script|template)$/,
};

/** Returns the tags of an HTML text without comments that do not fit together, in order. */
export function misfitsIn(html: string): readonly Misfit[] {
  const misfits: Misfit[] = [];
  const open: { readonly name: string; readonly tag: string }[] = [];
  const say = (what: string, tag: string, harmless = false) => void misfits.push({ what, tag, harmless });
  let end = 0;
  const text = html.replace(RAW, (whole) => " ".repeat(whole.length));
  for (const match of text.matchAll(TAG)) {
    const [tag, slash = "", written = "", rest = ""] = match;
    const name = written.toLowerCase();
    const top = () => open.at(-1)?.name ?? "";
    if (IN_TABLE[top()] !== undefined && text.slice(end, match.index).trim() !== "")
      say(`words stand in <${top()}> and in none of its cells`, open.at(-1)?.tag ?? tag);
    end = match.index + tag.length;
    if (slash === "/") {
      if (VOID.has(name)) continue;
      const at = open.findLastIndex((one) => one.name === name);
      if (at === -1) {
        // If a block ended the paragraph, this is the tag that was left of it.
        if (!(name === "p" && misfits.some(({ harmless }) => harmless)))
          say(`</${name}> closes nothing`, tag);
        continue;
      }
      for (const inner of open.splice(at).slice(1))
        if (!OPEN_ENDED.has(inner.name)) say(`<${inner.name}> is not closed before </${name}>`, inner.tag);
      continue;
    }
    const allowed = IN_TABLE[top()];
    if (allowed !== undefined && !allowed.test(name) && !/^(?:form|input)$/.test(name) && !name.includes(":"))
      say(`<${name}> stands in <${top()}> and in none of its cells`, tag);
    if (BLOCKS.has(name)) {
      const paragraph = open.findLastIndex((one) => one.name === "p");
      const wall = open.findLastIndex((one) => WALLS.has(one.name));
      if (paragraph > wall) {
        if (name !== "p") say(`<${name}> stands in a <p>, which ends before it`, tag, true);
        open.splice(paragraph);
      }
    }
    if (VOID.has(name) || (rest.endsWith("/") && isForeign(name, open))) continue;
    open.push({ name, tag });
  }
  for (const { name, tag } of open) if (!OPEN_ENDED.has(name)) say(`<${name}> is not closed`, tag);
  return misfits;
}

/** Outlook's own tags and drawings are XML, in which a slash closes a tag. */
function isForeign(name: string, open: readonly { readonly name: string }[]): boolean {
  return name.includes(":") || open.some((one) => one.name === "svg" || one.name === "xml") || name === "svg";
}
