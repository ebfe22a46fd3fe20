import type { Block, ImageRef, OtherIssue, Place, Sponsor } from "./block.ts";
import type { MergeTag } from "./merge-tag.ts";
import type { AskedSegment } from "./parts/asked-segment.ts";
import type { TriggerName } from "./states.ts";

/** One issue file as text, before it is parsed. Only project/ makes one. */
export interface IssueSource {
  /** From front matter's `slug`, else the file's or folder's name without its date. Known before parsing. */
  readonly slug: string;
  /** Path relative to the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A text that issues place with `::snippet{name}`. Only project/ makes one. */
export interface SnippetSource {
  readonly name: string;
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A guest of front matter. Only the name is always there; `image` is a square portrait. */
export interface Guest {
  readonly name: string;
  readonly role: string | null;
  readonly organization: string | null;
  readonly bio: string | null;
  readonly image: ImageRef | null;
  readonly url: string | null;
}

/** An author from newsletter.config.ts. */
export interface Author {
  /** The author's key in `authors` of the config. */
  readonly key: string;
  readonly name: string;
  readonly role: string | null;
  readonly bio: string | null;
  /** Its `src` is `author:<key>` for a file of the project, which is not beside the issue; otherwise an https URL. */
  readonly image: ImageRef | null;
  readonly url: string | null;
}

/** When an issue is meant to be sent, with the zone it is shown in and the author's own text. */
export type SendAt = { readonly zone: string; readonly source: string } &
  /**
   * `wall`: `2026-12-01 09:00` in `zone`. `local`: `2026-12-01 09:00 local`, nine in each reader's own zone; `at` is when
   * the first readers get it (UTC+14).
   */
  (
    | { readonly kind: "wall" | "local"; readonly local: string; readonly at: number }
    /** ISO with an offset. */
    | { readonly kind: "instant"; readonly at: number }
    /** `next`: the next free slot of the section, resolved when scheduled. */
    | { readonly kind: "next" }
  );

/** One Markdown file, parsed. Strings shown to readers may hold merge-tag tokens; nothing is escaped. */
export interface Issue {
  /** Its name in addresses. */
  readonly slug: string;
  /** Its file, relative to the project's root. */
  readonly path: string;
  readonly title: string;
  readonly subtitle: string | null;
  /** The subject in the inbox; the title if the file names none. */
  readonly subject: string;
  /** The line after the subject in the inbox; the first paragraph if the file names none. */
  readonly previewText: string;
  /** For feeds and search; the preview text if the file names none. */
  readonly description: string;
  /** Slugs that the issue had before. */
  readonly aliases: readonly string[];
  /** The aliases as the file writes them: each is a slug, or the path that the issue had in another system. */
  readonly aliasPaths: readonly string[];
  readonly canonicalUrl: string | null;
  /** The calendar date shown, `YYYY-MM-DD`; null if neither `date` nor `send_at` gives one. */
  readonly date: string | null;
  /** `YYYY-MM-DD`, when something was corrected. */
  readonly updated: string | null;
  readonly sendAt: SendAt | null;
  /** IANA, such as America/Lima. */
  readonly timezone: string;
  readonly draft: boolean;
  /** As in “Issue 12”. */
  readonly number: number | null;
  readonly section: {
    readonly key: string;
    readonly title: string;
    readonly intro: string | null;
    readonly slot: string | null;
  } | null;
  readonly series: {
    readonly key: string;
    readonly title: string;
    readonly part: number | null;
    /** The public part before this one, filled by project/. */
    readonly previous: (OtherIssue & { readonly part: number | null }) | null;
  } | null;
  readonly authors: readonly Author[];
  readonly guests: readonly Guest[];
  readonly sponsor: Sponsor | null;
  readonly image: ImageRef | null;
  readonly tags: readonly string[];
  /** The name of the template's file in templates/, without the ending. */
  readonly template: string;
  /** A language tag such as `es-PE`. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** Null means the newsletter's own. */
  readonly from: string | null;
  readonly replyTo: string | null;
  /** Key of `lists` in newsletter.config.ts. */
  readonly list: string;
  readonly segment: string | null;
  /** Where the issue is online, if anywhere. */
  readonly archive: "public" | "unlisted" | "none";
  readonly accept: readonly { readonly rule: string; readonly reason: string }[];
  readonly trigger: TriggerName | null;
  readonly body: readonly Block[];
  /** Earlier issues, newest first: one list for each `::related` in the body; filled by project/. */
  readonly related: readonly (readonly OtherIssue[])[];
  /** Every merge tag of front matter and body, `BUILT_IN_TAGS` first; tokens are indexes into it. */
  readonly mergeTags: readonly MergeTag[];
  /** The segments of `:::only`, each once, in the order of the body. */
  readonly asked: readonly AskedSegment[];
  /** Every link with its place, in order, for checks and the report. `url` may hold tokens. */
  readonly links: readonly { readonly url: string; readonly text: string; readonly place: Place }[];
  /** Every image, cover and guests' portraits first. */
  readonly images: readonly ImageRef[];
  /** The snippets that the body holds, each once, as they were when the issue was parsed. */
  readonly snippets: readonly SnippetSource[];
  /** Words of the body, for the reading time. */
  readonly words: number;
  /** Where each front matter key and each text of a guest (`guests.0.role`) is, so that later findings can name a line. */
  readonly keyPlaces: Readonly<Record<string, Place>>;
}
