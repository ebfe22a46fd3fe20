import type { Element, Parents, Root } from "hast";
import type { Post, System } from "#src/issue/exports/post.ts";
import { isSameFile } from "./cards.ts";
import { findAll, findFirst, isElement, lineOf, property, rewrite, textOf } from "./hast.ts";
import { markdownToHtml } from "./markdown-to-html.ts";
import { createNotes, type Notes } from "./notes.ts";
import { parseHtml } from "./parse-html.ts";
import { takeFootnotes } from "./take-footnotes.ts";
import { articleOf, tidyBeehiiv } from "./tidy-beehiiv.ts";
import { tidyCommon } from "./tidy-common.ts";
import { tidyGhost } from "./tidy-ghost.ts";
import { tidySubstack } from "./tidy-substack.ts";
import { turnMergeTags } from "./turn-merge-tags.ts";

interface Around {
  readonly system: System;
  /** The attributes that newsletter.config.ts declares. */
  readonly attributes: readonly string[];
}

/** A tidied post. Only its pictures, and the files of other posts that it links to, are still to be found. */
export interface TidyPost {
  readonly post: Post;
  readonly root: Root;
  readonly notes: Notes;
  /** The addresses of its pictures as the HTML has them, each once; the cover's first. */
  readonly pictures: readonly string[];
  /** The words that readers read, before anything was taken out. */
  readonly words: string;
}

/** Turns the blocks of a post's system into what an issue can hold. What it cannot hold is noted at its place. */
export function tidyPost(post: Post, around: Around): TidyPost {
  const { body } = post;
  const page = parseHtml(body.kind === "html" ? body.text : markdownToHtml(body.text));
  const root = around.system === "beehiiv" ? articleOf(page) : page;
  const notes = createNotes();
  turnMergeTags(root, around, notes);
  withoutTitle(root, post);
  takeFootnotes(root);
  const words = textOf(root);
  if (around.system === "substack") tidySubstack(root, notes);
  if (around.system === "ghost") tidyGhost(root, notes);
  if (around.system === "beehiiv") tidyBeehiiv(root, notes);
  tidyCommon(root, notes);
  withoutCover(root, post);
  const images = findAll(root, (one) => isElement(one, "img", "letterpress-image"));
  const sources = images.map((image) => property(image, "src") ?? "");
  return {
    post,
    root,
    notes,
    pictures: [...new Set([...(post.image === null ? [] : [post.image.src]), ...sources])],
    words,
  };
}

/** Empties a heading that repeats the title: front matter has it, and a reader would read it twice. */
function withoutTitle(root: Root, { title, subject }: Post): void {
  const first = findFirst(root, (one) => isElement(one, "h1"));
  const line = lineOf(first);
  if (first === null || line === null || (line !== title && line !== subject)) return;
  first.children = [];
}

/** Removes the cover from the start of a post: the front matter shows it above the text. One with a caption or a link stays. */
function withoutCover(root: Root, { image }: Post): void {
  const isImage = (one: Element) => isElement(one, "img", "letterpress-image");
  const first = findFirst(root, isImage);
  if (image === null || first === null || !isSameFile(image.src, property(first, "src") ?? "")) return;
  if (property(first, "title") !== null || property(first, "href") !== null) return;
  let isBefore = true;
  const before = (node: Parents): string =>
    node.children
      .map((child) => {
        if (child === first) isBefore = false;
        if (!isBefore) return "";
        return "children" in child ? before(child) : child.type === "text" ? child.value : "";
      })
      .join("");
  if (before(root).trim() !== "") return;
  rewrite(root, (node) => (node === first ? [] : null));
}
