import type { ElementContent } from "hast";
import { lineOf, make } from "./hast.ts";

/** A finding whose line is not known yet: it is known when the Markdown is written. */
export interface Note {
  readonly severity: "error" | "warning" | "info";
  readonly rule: string;
  readonly message: string;
  readonly hint: string | null;
  /** Words of the post that are not in the file, because this note names them. */
  readonly words: string;
}

/** Collects what did not convert while a post is tidied; each note stays with the place it is about. */
export interface Notes {
  readonly all: readonly Note[];
  /** Whether something said that not everybody could read the post. */
  readonly paywalled: boolean;
  /** Wraps content, so that the note gets its line. */
  readonly on: (note: NewNote, children: readonly ElementContent[]) => ElementContent;
  /** Leaves a comment in place of something that an email cannot hold. Readers never see it. */
  readonly leftOut: (what: string, content: readonly ElementContent[], hint?: string) => ElementContent[];
  /** A comment where the part for paying readers begins. */
  readonly paywall: () => ElementContent[];
  /** Adds a note about the whole post. */
  readonly whole: (note: NewNote) => void;
}

type NewNote = Omit<Note, "hint" | "words"> & { readonly hint?: string; readonly words?: string };

/** The longest quotation of left-out words in a message; the comment in the file holds them all. */
const QUOTED = 160;

export function createNotes(): Notes {
  const all: Note[] = [];
  let paywalled = false;
  const add = ({ hint = "", words = "", ...note }: NewNote): number =>
    all.push({ ...note, hint: hint === "" ? null : hint, words }) - 1;
  const comment = (index: number, words: string): ElementContent[] => [
    make("letterpress-comment", { dataNote: String(index), dataWords: words }),
  ];
  return {
    all,
    get paywalled() {
      return paywalled;
    },
    on: (note, children) => make("letterpress-note", { dataNote: String(add(note)) }, children),
    leftOut: (what, content, hint) => {
      const words = lineOf({ type: "root", children: [...content] }) ?? "";
      const quoted = words.length > QUOTED ? `${words.slice(0, QUOTED)}…` : words;
      const message = `${what} was left out${words === "" ? "." : `: “${quoted}”`}`;
      const index = add({
        severity: "warning",
        rule: "import/left-out",
        message,
        words,
        ...(hint === undefined ? {} : { hint }),
      });
      return comment(index, `Left out: ${what}${words === "" ? "" : `: ${words}`}`);
    },
    paywall: () => {
      paywalled = true;
      const index = add({
        severity: "warning",
        rule: "import/paywall",
        message: "From here on only paying readers could read the post.",
        hint: "archive: none keeps the whole issue off the site. Remove this part, then write archive: public.",
      });
      return comment(index, "From here on: for paying readers only");
    },
    whole: (note) => void add(note),
  };
}
