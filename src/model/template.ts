import type { ZodObject } from "zod";
import type { Block } from "./block.ts";
import type { Issue } from "./issue.ts";
import type { Newsletter } from "./newsletter.ts";

/** Six-digit hex colours (`#1f1d1a`) from the newsletter's theme. A theme has one palette for light mode and one for dark mode. */
export interface Palette {
  /** The colour of links, buttons and rules that stand out. */
  readonly accent: string;
  /** The background of the text. */
  readonly paper: string;
  /** The colour of the text. */
  readonly ink: string;
  /** Secondary text, at least 4.5:1 on paper. */
  readonly muted: string;
  /** Hairlines. */
  readonly rule: string;
  /** The background of callouts, cards and code. */
  readonly tint: string;
  /** Text on an accent background, at least 4.5:1. */
  readonly onAccent: string;
}

/** The newsletter's look: both palettes, two font stacks for `font-family`, and the logo. */
export interface Theme {
  readonly light: Palette;
  readonly dark: Palette;
  readonly serif: string;
  readonly sans: string;
  /**
   * Addresses are absolute. `width` and `height` are in CSS pixels; the dark image has its own in `darkSize`. `dark` is null if one
   * image serves both. Null without a logo.
   */
  readonly logo: {
    readonly light: string;
    readonly dark: string | null;
    readonly alt: string;
    readonly width: number;
    readonly height: number;
    /** The address that the logo links to. */
    readonly url: string;
    /** Missing without a dark image. */
    readonly darkSize?: { readonly width: number; readonly height: number };
  } | null;
}

/** What every template receives, in React and in MJML. It is plain data, which can be printed, stored and tested. */
export interface TemplateInput {
  /** newsletter.config.ts with its defaults. */
  readonly newsletter: Newsletter;
  readonly issue: Issue;
  readonly theme: Theme;
  /** For `shownImage`. */
  readonly images: Images;
  /** Addresses. Put them into `href` unchanged, because a token must not be encoded. */
  readonly urls: {
    /** The issue online; null if its `archive` is `none`. */
    readonly web: string | null;
    /** A token, like `preferences`: each reader's own address replaces it. */
    readonly unsubscribe: string;
    readonly preferences: string;
    /** A token as well: append `/good`, `/fair` or `/poor` to get the address of that answer to `::rate`. Null if the issue does not ask. */
    readonly rate: string | null;
    /** The page with the subscribe form. */
    readonly subscribe: string;
    /** A `mailto:` address whose email has the issue's title as its subject, and in its text the issue's address if it is online. */
    readonly forward: string;
    /** A `mailto:` address to which replies go. */
    readonly reply: string;
  };
  /** The text of the issue, for `<IssueBody>` and `blockHtml`. */
  readonly body: readonly Block[];
  /** The newsletter's own blocks in this issue, rendered; a block's `index` is its position here. */
  readonly own: readonly OwnShown[];
}

/** A rendered block of the newsletter's own: its finished HTML, and its plain text. */
export interface OwnShown {
  readonly html: string;
  readonly text: string;
}

/** A file of templates/blocks/, loaded by project/ and run by render/. */
export type OwnBlock = Pick<Template, "name" | "path" | "source"> &
  (
    | {
        readonly family: "react";
        readonly attributes: ZodObject;
        readonly html: (props: never) => unknown;
        readonly text: (props: Readonly<Record<string, unknown>>) => unknown;
      }
    | { readonly family: "mjml" }
  );

/** An image as it is served. `url` is absolute, and `width` and `height` are the size in CSS pixels at which it is shown. */
export interface ServedImage {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /**
   * The pixel width of a picture's file if it exceeds `width`: in a column wider than 592 px, the picture is shown as
   * wide as the column, up to this.
   */
  readonly most?: number;
}

/**
 * Served images by the `src` that the author wrote. The key of a video's picture with a play mark begins with `play:`, and that of a
 * footer's icon from the config with `icon:`, because a picture of the issue may have the same path.
 */
export type Images = Readonly<Record<string, ServedImage>>;

/** Prefix for the picture of a video, with a play mark on it. */
export const PLAYED = "play:";
/** Prefix for an icon of the footer. */
export const ICON = "icon:";

/** A template's path and text: all that is needed to name one of its lines. */
export type TemplateText = Pick<Template, "path" | "source">;

/** A template, loaded by project/ and run by render/. `source` is the text of its file. */
export type Template = { readonly name: string; readonly path: string; readonly source: string } &
  /** `component` is the default export: `(input: TemplateInput) => ReactNode`. */
  (
    | { readonly family: "react"; readonly component: (input: TemplateInput) => unknown }
    /** `parts` are the files it may include, by path relative to templates/. */
    | { readonly family: "mjml"; readonly parts: Readonly<Record<string, string>> }
  );
