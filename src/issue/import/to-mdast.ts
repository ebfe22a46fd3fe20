import type { Element, Root } from "hast";
import { type Handle, type State, toMdast } from "hast-util-to-mdast";
// Adds `hName`, which gives a Markdown node the name of a tag, to the types.
import type {} from "mdast-util-to-hast";
import type { BlockContent, Html, Nodes, PhrasingContent, Root as MarkdownRoot } from "mdast";
import { lineOf, property } from "./hast.ts";
import { linkAddresses } from "./link-addresses.ts";
import type { Note } from "./notes.ts";
import { settleMarks } from "./settle-marks.ts";

/** Where a picture of the post is now. */
export type Picture =
  /** Beside the issue's file. */
  | { readonly kind: "file"; readonly path: string }
  /** At its old address; `note` says what an author should know. */
  | { readonly kind: "link"; readonly url: string; readonly note: Note | null }
  | { readonly kind: "missing"; readonly note: Note };

declare module "mdast" {
  interface Data {
    /** What did not convert. Its line is known when the node is written. */
    notes?: readonly Note[];
  }
}

interface Around {
  readonly notes: readonly Note[];
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Stands in for the description of a picture that has none. */
  readonly title: string;
}

/** Turns tidied HTML into Markdown's tree. */
export function toMarkdownTree(root: Root, around: Around): MarkdownRoot {
  const tree = toMdast(root, {
    handlers: handlersFor(around),
    document: true,
    checked: "[x]",
    unchecked: "[ ]",
  });
  const page = tree.type === "root" ? tree : { type: "root" as const, children: [tree as BlockContent] };
  linkAddresses(page);
  settleMarks(page);
  return page;
}

function handlersFor(around: Around): Record<string, Handle> {
  const inline = ["sub", "sup", "kbd", "mark", "small", "u"].map((tag) => [tag, allowed(tag)] as const);
  return {
    ...Object.fromEntries(inline),
    "letterpress-note": (state, element) => noted(state, element, around),
    "letterpress-comment": (_state, element) => ({
      type: "html",
      value: `<!-- ${(property(element, "dataWords") ?? "").replaceAll("--", "- -")} -->`,
      data: { notes: notesOf(element, around) },
    }),
    "letterpress-tag": (_state, element) => raw(property(element, "dataSource") ?? ""),
    "letterpress-button": (state, element) => ({
      type: "paragraph",
      children: [
        {
          type: "strong",
          children: [
            { type: "link", url: property(element, "href") ?? "", children: phrasing(state, element) },
          ],
        },
      ],
    }),
    "letterpress-pullquote": pullquote,
    "letterpress-callout": callout,
    "letterpress-ref": (_state, element) => {
      const name = property(element, "dataName") ?? "";
      return { type: "footnoteReference", identifier: name, label: name };
    },
    "letterpress-footnote": (state, element) => {
      const name = property(element, "dataName") ?? "";
      return { type: "footnoteDefinition", identifier: name, label: name, children: flow(state, element) };
    },
    "letterpress-image": (_state, element) => {
      const image = imageOf(element, around);
      const href = property(element, "href");
      const linked =
        href !== null && image.type === "image"
          ? { type: "link" as const, url: href, children: [image] }
          : image;
      return image.type === "html" ? image : { type: "paragraph", children: [linked] };
    },
    img: (_state, element) => imageOf(element, around),
  };
}

/**
 * A node that is written as it is, because Markdown must not escape a merge tag. Only nodes of kind `html` are not escaped; `span`
 * keeps it in its sentence.
 */
function raw(value: string, notes: readonly Note[] = []): Html {
  return { type: "html", value, data: { hName: "span", notes } };
}

function notesOf(element: Element, { notes }: Around): readonly Note[] {
  const note = notes[Number(property(element, "dataNote"))];
  return note === undefined ? [] : [note];
}

/** Returns the content, and after it an empty node that carries the note: before the content, a `-` would no longer begin its line. */
function noted(state: State, element: Element, around: Around): Nodes[] {
  const children = state.all(element) as Nodes[];
  const notes = notesOf(element, around);
  const [first] = children;
  if (first === undefined) return [];
  // Blocks cannot stand in a sentence: the first child carries the notes.
  if (children.some((child) => !isPhrasing(child))) {
    first.data = { ...first.data, notes: [...(first.data?.notes ?? []), ...notes] };
    return children;
  }
  return [...children, raw("", notes)];
}

function isPhrasing(node: Nodes): boolean {
  return [
    "text",
    "strong",
    "emphasis",
    "delete",
    "inlineCode",
    "break",
    "link",
    "image",
    "html",
    "footnoteReference",
  ].includes(node.type);
}

/** Keeps one of the few tags that an issue may hold. Around blocks it is dropped, because it would not be closed in its paragraph. */
function allowed(tag: string): Handle {
  return (state, element) => {
    const children = state.all(element) as Nodes[];
    if (lineOf(element) === null || !children.every(isPhrasing)) return children as never;
    return [raw(`<${tag}>`), ...children, raw(`</${tag}>`)] as never;
  };
}

function phrasing(state: State, element: Element): PhrasingContent[] {
  return state.all(element) as PhrasingContent[];
}

function flow(state: State, element: Element): BlockContent[] {
  return state.toFlow(state.all(element)) as BlockContent[];
}

/** A pullquote holds sentences only; one with more in it is a quotation. */
const pullquote: Handle = (state, element) => {
  const children = flow(state, element);
  return children.every(({ type }) => type === "paragraph")
    ? { type: "containerDirective", name: "pullquote", attributes: {}, children }
    : { type: "blockquote", children };
};

const callout: Handle = (state, element) => {
  const [first, ...rest] = flow(state, element);
  const tone = raw("[!NOTE]\n");
  if (first?.type === "paragraph")
    return { type: "blockquote", children: [{ ...first, children: [tone, ...first.children] }, ...rest] };
  return {
    type: "blockquote",
    children: [
      { type: "paragraph", children: [raw("[!NOTE]")] },
      ...(first === undefined ? [] : [first]),
      ...rest,
    ],
  };
};

const NO_ALT = {
  severity: "warning",
  rule: "import/no-alt",
  message: "This picture came without a description; the title stands in for it.",
  hint: "Describe in one sentence what it shows: many readers see only that.",
  words: "",
} as const;

function imageOf(element: Element, { pictures, title }: Around) {
  const src = property(element, "src") ?? "";
  const picture = pictures.get(src);
  const caption = property(element, "title");
  const alt = property(element, "alt")?.replace(/\s+/g, " ").trim() ?? "";
  if (picture === undefined || picture.kind === "missing") {
    const words = [alt, caption ?? ""].filter((one) => one !== "").join(" ");
    return {
      type: "html" as const,
      value: `<!-- Left out: a picture${words === "" ? "" : `: ${words.replaceAll("--", "- -")}`} -->`,
      data: { notes: picture === undefined ? [] : [{ ...picture.note, words }] },
    };
  }
  const own = picture.kind === "link" && picture.note !== null ? [picture.note] : [];
  return {
    type: "image" as const,
    url: picture.kind === "file" ? picture.path : picture.url,
    alt: alt === "" ? (caption ?? title) : alt,
    title: caption,
    data: { notes: alt === "" ? [...own, NO_ALT] : own },
  };
}
