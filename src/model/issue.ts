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

/** A text that issues place with `::snippet{name}`. Only project/ creates this. */
export interface SnippetSource {
  readonly name: string;
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A guest from front matter. Only the name is required. `image` is a square portrait. */
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
  /** Its `src` is an https URL, or `author:<key>` for a file of the project, which is not beside the issue. */
  readonly image: ImageRef | null;
  readonly url: string | null;
}

/** The intended time of an issue's send, the zone in which it is shown, and the text that the author wrote. */
export type SendAt = { readonly zone: string; readonly source: string } &
  /**
   * `wall`: `2026-12-01 09:00` in `zone`. `local`: `2026-12-01 09:00 local`, nine o'clock in each reader's own zone; `at` is the
   * time at which the first readers get it (UTC+14).
   */
  (
    | { readonly kind: "wall" | "local"; readonly local: string; readonly at: number }
    /** An ISO time with an offset. */
    | { readonly kind: "instant"; readonly at: number }
    /** `next`: the section's next free slot, which is chosen when the issue is scheduled. */
    | { readonly kind: "next" }
  );

/** One parsed Markdown file. Strings for readers may hold merge-tag tokens; nothing is escaped. */
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
  /** The day of the last correction, `YYYY-MM-DD`. */
  readonly updated: string | null;
  readonly sendAt: SendAt | null;
  /** An IANA zone, such as America/Lima. */
  readonly timezone: string;
  readonly draft: boolean;
  /** The issue's number, as in “Issue 12”. */
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
    /** The public part before this one; project/ fills it in. */
    readonly previous: (OtherIssue & { readonly part: number | null }) | null;
  } | null;
  readonly authors: readonly Author[];
  readonly guests: readonly Guest[];
  readonly sponsor: Sponsor | null;
  readonly image: ImageRef | null;
  readonly tags: readonly string[];
  /** The name of the template's file in templates/, without its extension. */
  readonly template: string;
  /** A language tag such as `es-PE`. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** The sender; null means the newsletter's. */
  readonly from: string | null;
  readonly replyTo: string | null;
  /** A key of `lists` in newsletter.config.ts. */
  readonly list: string;
  readonly segment: string | null;
  /** `public`: a page in the archive. `unlisted`: a page that the archive and the feed do not name. `none`: no page. */
  readonly archive: "public" | "unlisted" | "none";
  readonly accept: readonly { readonly rule: string; readonly reason: string }[];
  readonly trigger: TriggerName | null;
  readonly body: readonly Block[];
  /** Earlier issues, newest first: one list for each `::related` in the body; project/ fills them in. */
  readonly related: readonly (readonly OtherIssue[])[];
  /** Every merge tag of front matter and body, `BUILT_IN_TAGS` first; tokens are indexes into it. */
  readonly mergeTags: readonly MergeTag[];
  /** The segments of `:::only`, each once, in the order of the body. */
  readonly asked: readonly AskedSegment[];
  /** Every link with its place, in order, for checks and the report. `url` may hold tokens. */
  readonly links: readonly { readonly url: string; readonly text: string; readonly place: Place }[];
  /** Every image; the cover and the guests' portraits come first. */
  readonly images: readonly ImageRef[];
  /** The snippets that the body holds, each once, as they were when the issue was parsed. */
  readonly snippets: readonly SnippetSource[];
  /** Words of the body, for the reading time. */
  readonly words: number;
  /** Where each front matter key and each text of a guest (`guests.0.role`) is, so that later findings can name a line. */
  readonly keyPlaces: Readonly<Record<string, Place>>;
}
