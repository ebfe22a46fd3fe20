import { isField } from "#src/issue/merge-tags/other-names.ts";
import { always, ESCAPE, type Literal, shown } from "./literal.ts";
import { OTHER_MARKDOWN } from "./other-markdown.ts";
import { OTHER_SYSTEMS } from "./other-systems.ts";

/** `[one ] two` before `](`: the bracket among the words ends them too early. */
const STRAY_BRACKET = String.raw`\[([^[\]]{0,200})((?:\][^[\]]{0,200})+)`;
const BEFORE_ADDRESS = new RegExp(`${STRAY_BRACKET}$`);

/** Every leftover that is looked for. A finding that cannot be accepted (error) is certainly not about prose. */
export const LITERALS: readonly Literal[] = [
  {
    pattern: /(!?)\[([^[\]]+)\]\[((?!\^)[^[\]]*)\]/g,
    judge: ({ match, text, source, definitions }) => {
      const index = match.index ?? 0;
      const [all, image = "", label = "", reference = ""] = match;
      const written = source.slice(index, index + all.length);
      const name = reference.trim() === "" ? label.trim() : reference.trim();
      if (name === "") return null;
      // x[0][1], [1][2] and names of years are brackets in prose; they get a warning, which can be accepted.
      const isProse = /[\w\])]/.test(text[index - 1] ?? "") || /^\d+$/.test(name) || /^\d+$/.test(label);
      return {
        rule: "link/undefined",
        severity: isProse ? "warning" : "error",
        message: `${shown(written)} would be mailed as it stands: there is no definition [${name}].`,
        hint: `Write [${name}]: https://… on a line of its own, or the address itself: ${image}[${label.trim()}](https://…). ${ESCAPE}`,
        known: { name, names: definitions },
      };
    },
  },
  {
    pattern: /(?<![^\s("“‘«])!\[(?![[^])([^[\]]+)\](?![[(:])/g,
    judge: ({ match, definitions }) => ({
      rule: "link/undefined",
      severity: "warning",
      message: `${shown(match[0])} would be mailed as it stands: a picture needs an address.`,
      hint: `Write ![what it shows](./picture.png). ${ESCAPE}`,
      known: { name: match[1] ?? "", names: definitions },
    }),
  },
  {
    pattern: new RegExp(`${STRAY_BRACKET}\\]`, "g"),
    judge: ({ match, source }) => {
      const end = (match.index ?? 0) + match[0].length;
      const address = /^(?:\([^)\n]{0,500}\)|\[[^\]\n]{0,100}\])/.exec(source.slice(end, end + 510))?.[0];
      if (address === undefined) return null;
      const words = source.slice(match.index).slice(1, match[0].length - 1);
      const first = match[1] ?? "";
      // After `[1]` or `[sic]`, the link's own opening bracket may be the one that is missing.
      const isAside = /^(?:\d+|sic|[ xX]|…|\.{3})$/.test(first);
      return {
        rule: "link/not-read",
        severity: isAside ? "warning" : "error",
        message: `A ] among the words of this link ends them, so its brackets would be mailed: [${shown(words)}]${address[0]}`,
        hint: `Write \\] for a bracket that is part of the words: [${shown(words.replaceAll("]", "\\]"))}](…).`,
        ...(isAside ? {} : { insert: { at: first.length + 1, text: "\\" } }),
      };
    },
  },
  {
    pattern: /\[/g,
    judge: ({ match, text, source }) => {
      const index = match.index ?? 0;
      // A link that was read is blank here: only the brackets before it are left.
      const isBeforeLink = /^\[[^[\]]{0,200}\[[^[\]\n]{1,200}\]\([^)\s]{1,500}\)/.test(
        source.slice(index, index + 910),
      );
      if (!isBeforeLink || text.indexOf("]", index) !== -1) return null;
      return {
        rule: "link/not-read",
        severity: "warning",
        message: "This [ opens nothing, and would be mailed as it stands.",
        hint: `Write \\[ where it is part of the words of a link. ${ESCAPE}`,
      };
    },
  },
  {
    pattern: /\]\(([^\n]{0,200})/g,
    judge: ({ match, source, text }) => {
      const index = match.index ?? 0;
      const written = /^\]\(([^)\n]*)/.exec(source.slice(index))?.[1] ?? "";
      if (BEFORE_ADDRESS.test(text.slice(Math.max(0, index - 600), index))) return null;
      const isAddress = /[/:]|\.\w{2,5}\b|^[<#]/.test(written);
      return {
        rule: "link/not-read",
        severity: isAddress ? "error" : "warning",
        message: `This link is not read, so its brackets would be mailed: ](${shown(written)}`,
        hint: `An address holds no spaces: write %20, or put it between < and >. A link cannot stand inside another. ${ESCAPE}`,
      };
    },
  },
  {
    pattern: /(!?)\[\[([^[\]\n]{1,200})\]\]/g,
    judge: ({ match, issues }) => {
      const [all, embed, inner = ""] = match;
      // A merge tag of another system has a finding of its own.
      if (!/\p{L}/u.test(inner) || isField(inner, [])) return null;
      const [target = "", label] = inner.split("|").map((part) => part.trim());
      if (embed === "!") {
        const size = /^\d+$/.test(label ?? "") ? `{width=${label}}` : "";
        return {
          rule: "link/wiki",
          severity: "error",
          message: `${shown(all)} is Obsidian’s, and would be mailed as it stands.`,
          hint: /\.(?:png|jpe?g|gif|webp|avif|svg)$/i.test(target)
            ? `Write ![what it shows](./${encodeURI(target)})${size}.`
            : "Write the text itself: an issue cannot hold another file.",
        };
      }
      const issue = issues.find(
        ({ slug, path }) => slug === target || path.endsWith(`/${target}.md`) || path.endsWith(`/${target}`),
      );
      // A section of a configuration file, such as `[[servers.alpha]]`, is named and not linked.
      if (issue === undefined && /^[\w-]+(?:\.[\w-]+)+$/.test(inner)) return null;
      return {
        rule: "link/wiki",
        severity: issue === undefined ? "warning" : "error",
        message: `${shown(all)} would be mailed as it stands.`,
        hint:
          issue === undefined
            ? `Write [${label ?? target}](https://…) where a link is meant.`
            : `Write the path to the issue’s file: [${label ?? target}](…/${issue.path.split("/").slice(1).join("/")}).`,
      };
    },
  },
  {
    pattern: /\*{2,}|_{2,}|~{2}(?!~)/g,
    judge: ({ match, text }) => {
      const index = match.index ?? 0;
      const [before, after] = [text[index - 1] ?? " ", text[index + match[0].length] ?? " "];
      // 2**3, ____ for a gap and a line of stars are meant as they stand.
      if (/\w/.test(before) && /\w/.test(after)) return null;
      if (/\s/.test(before) && /\s/.test(after)) return null;
      if (match[0].length > 3) return null;
      return {
        rule: "emphasis/not-read",
        severity: "warning",
        message: `${match[0]} opens or closes nothing here, and would be mailed as it stands.`,
        hint: `Words must touch the mark on its inner side, and a space or a sign its outer side. ${ESCAPE}`,
      };
    },
  },
  {
    pattern: /(?<![\w*])\*(?=[^\s*])[^*\n]*?[^\s*]\*(?!\*)/g,
    judge: ({ match, text }) => {
      const after = text[(match.index ?? 0) + match[0].length] ?? " ";
      const last = match[0].at(-2) ?? " ";
      const second = match[0][1] ?? " ";
      const isBlocked = (/[^\w\s]/.test(last) && /[\p{L}\p{N}]/u.test(after)) || /[^\w\s]/.test(second);
      if (!isBlocked || !/\p{L}/u.test(match[0])) return null;
      return {
        rule: "emphasis/not-read",
        severity: "warning",
        message: `The stars around ${shown(match[0].slice(1, -1))} would be mailed as they stand.`,
        hint: `Put the sign outside the stars, or a space after them. ${ESCAPE}`,
      };
    },
  },
  {
    pattern: /<!--/g,
    judge: () => ({
      rule: "html/unclosed-comment",
      severity: "error",
      message: "This comment is not closed in its paragraph, so it would be mailed.",
      hint: "Write --> after the note.",
    }),
  },
  always(
    { rule: "html/not-read", severity: "warning" },
    /<\/?[a-zA-Z][\w-]*\s+[a-zA-Z-]+\s*=[^<\n]{0,40}|<(?:\?|!\[|![a-zA-Z])[^<\n]{0,40}|<\/?[a-z]\w{0,9}:[a-z]\w{0,20}[^<>\n]{0,40}>/g,
    "% is no tag that is read, so it would be mailed as it stands.",
    "Write Markdown instead of HTML.",
  ),
  {
    pattern: /^#{2,6}[^\s#][^\n#]*$/gm,
    judge: ({ match, text }) => {
      // Only the first line of a paragraph can be meant as a heading.
      if (text.slice(0, match.index).trim() !== "") return null;
      const [all] = match;
      return {
        rule: "heading/no-space",
        severity: "warning",
        message: `${shown(all)} is no heading without a space.`,
        hint: `Write ${shown(all.replace(/^#+/, "$& "))}`,
        fix: all.replace(/^#+/, "$& "),
      };
    },
  },
  {
    pattern: /(?<![=\w<>!])==(?=[^\s=])([^=\n]*[^\s=])==(?![=\w])/g,
    judge: ({ match }) => ({
      rule: "mark/not-read",
      severity: "warning",
      message: `${shown(match[0])} would be mailed as it stands.`,
      hint: "Write <mark>…</mark>.",
      fix: `<mark>${match[1]}</mark>`,
    }),
  },
  always(
    { rule: "footnote/inline", severity: "warning" },
    /\^\[[^[\]\n]+\]/g,
    "% would be mailed as it stands.",
    "Write [^1] there, and [^1]: with the note in a paragraph of its own.",
  ),
  always(
    { rule: "shortcode/unknown", severity: "warning" },
    /\[\/[a-z][\w-]*\]|\[[a-z][\w-]*(?:[ \t]+[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s\]"'][^\s\]]*))+[ \t]*\/?\]/g,
    "% is another system’s shortcode, and would be mailed as it stands.",
    "Write Markdown or a directive instead.",
  ),
  always(
    { rule: "callout/not-read", severity: "warning" },
    /^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[a-z][^\n]*/gm,
    "% would be mailed as it stands.",
    "Write > [!NOTE], and > before each line of the text.",
  ),
  always(
    { rule: "directive/not-read", severity: "error" },
    /^[ \t]*:{3,}[ \t]*\{[^}\n]*\}/gm,
    "% opens no container here, and would be mailed as it stands.",
    "Write ::: and the name of a directive, such as :::sponsor[Name].",
  ),
  always(
    { rule: "math/not-read", severity: "warning" },
    /\$\$[^$]+\$\$/g,
    "% would be mailed as it stands: mail programs draw no formulas.",
    "Write it in words, or as a picture.",
  ),
  always(
    { rule: "code/not-read", severity: "warning" },
    /(?<![`\w])`{1,3}(?=[^\s`´'’])/g,
    "This % opens no code, and would be mailed as it stands.",
    "Close it in the same paragraph. Write a backslash before it to keep it as it is.",
  ),
  ...OTHER_MARKDOWN,
  ...OTHER_SYSTEMS,
];
