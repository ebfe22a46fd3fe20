import { inlinesOf, plainText, walkBlocks } from "#src/model/walk-blocks.ts";
import { lengthOf, type Rule } from "#src/preflight/letter.ts";

/** About twenty words. SpamAssassin's HTML_IMAGE_ONLY_04 takes as many, with the footer, for none. */
const FEW_LETTERS = 100;

/** Checks what is left of an issue for readers whose mail program does not load its pictures, and for those who hear it. */
export const checkAltTexts: Rule = ({ issue }, report) => {
  const seen = new Map<string, string>();
  for (const { src, alt, caption, place } of issue.images) {
    const words = folded(alt);
    if (words === "") continue;
    if (caption !== null && folded(caption) === words) {
      const message = `The alt text of ${src} is its caption, so those who listen hear it twice.`;
      report.warning("image/alt-is-caption", place, message, {
        hint: "Describe in the alt text what the picture shows, and leave the rest to the caption.",
      });
    }
    const other = seen.get(words);
    if (other !== undefined && other !== src) {
      const message = `${src} has the same alt text as ${other}: “${alt}”.`;
      report.warning("image/same-alt", place, message, {
        hint: "Say of each picture what it alone shows.",
      });
    }
    if (other === undefined) seen.set(words, src);
  }
  const [first] = issue.images;
  // A mail to one person who has just pressed a button may be short.
  if (first === undefined || issue.trigger !== null) return;
  const letters = lengthOf(wordsOf(issue.body).trim());
  if (letters >= FEW_LETTERS) return;
  const message =
    letters === 0
      ? "Without its pictures the issue is empty."
      : `Without its pictures the issue has only ${letters} letters.`;
  report.warning("image/instead-of-text", first.place, message, {
    hint: "Write what the pictures say as text, too.",
  });
};

/** The words that are seen without pictures. Alt texts do not count, because many programs do not show them. */
function wordsOf(body: Parameters<typeof walkBlocks>[0]): string {
  return [...walkBlocks(body)]
    .flatMap((block) => [
      ...inlinesOf(block).map((inlines) => plainText(inlines, { alt: false })),
      ...(block.kind === "code" ? [block.text] : []),
    ])
    .join(" ")
    .replace(/\s+/g, " ");
}

function folded(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s.!…]+/gu, " ")
    .trim();
}
