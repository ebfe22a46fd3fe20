/**
 * What templates and newsletter.config.ts import as `letterpress`. Nothing else of src/ may be imported by them, so
 * that a newsletter can live outside this repository.
 */
import type { NewsletterConfig } from "./model/newsletter.ts";

export type { NewsletterConfig } from "./model/newsletter.ts";
export type { Block, BlockKind, Inline } from "./model/block.ts";
export type { TemplateInput, Theme, Palette } from "./model/template.ts";
export { blockHtml } from "./render/block-html.ts";
export { EmailHead } from "./render/email-head.ts";
export { frameWords, type FrameWords } from "./render/frame-words.ts";
export { shownImage } from "./render/image-html.ts";
export { IssueBody, type Parts } from "./render/issue-body.ts";
export { footerLinks } from "./render/links-html.ts";
export { Preheader } from "./render/preheader.ts";
export { Raw } from "./render/raw.ts";

/** The config as it is: gives an editor the names and types of newsletter.config.ts. */
export function defineNewsletter(config: NewsletterConfig): NewsletterConfig {
  return config;
}
