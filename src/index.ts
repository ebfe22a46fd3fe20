/**
 * What templates and newsletter.config.ts import as `letterpress`. Nothing else of src/ may be imported by them, so
 * that a newsletter can live outside this repository.
 */
import type { NewsletterConfig } from "#src/model/newsletter.ts";

export type { NewsletterConfig } from "#src/model/newsletter.ts";
export type { Block, BlockKind, Inline } from "#src/model/block.ts";
export type { TemplateInput, Theme, Palette } from "#src/model/template.ts";
export { blockHtml } from "#src/render/blocks/block-html.ts";
export { EmailHead } from "#src/render/email-head.ts";
export { frameWords, type FrameWords } from "#src/render/frame-words.ts";
export { shownImage } from "#src/render/blocks/image-html.ts";
export { IssueBody, type BlockParts as Parts } from "#src/render/react/issue-body.ts";
export { footerLinks } from "#src/render/blocks/links-html.ts";
export { Preheader } from "#src/render/react/preheader.ts";
export { Raw } from "#src/render/react/raw.ts";

/** The config as it is: gives an editor the names and types of newsletter.config.ts. */
export function defineNewsletter(config: NewsletterConfig): NewsletterConfig {
  return config;
}
