import type { ImageRef } from "#src/model/block.ts";
import { TOKEN } from "#src/model/merge-tag.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";

/** The image if its address may be used: a path beside the file, or https. Null with a finding for everything else. */
export function checkImage(image: ImageRef, at: number, report: SourceReporter): ImageRef | null {
  const { src, alt } = image;
  if (alt.trim() === "") {
    report.error("image/no-alt", at, `${src} has no alt text.`, {
      hint: "Describe in one sentence what the image shows: many readers see only that.",
    });
  }
  const refuse = (rule: RuleOf<"error">, message: string, hint: string): null => {
    report.error(rule, at, message, { hint });
    return null;
  };
  if (new RegExp(TOKEN.source, "u").test(src))
    return refuse(
      "image/merge-tag",
      "The address of an image cannot hold a merge tag.",
      "Use one address for every reader.",
    );
  if (/^data:/i.test(src))
    return refuse(
      "image/data-uri",
      "Mail programs do not show images in data: addresses.",
      "Save the image beside the file.",
    );
  if (/^https:\/\//i.test(src))
    return URL.canParse(src)
      ? image
      : refuse(
          "image/address",
          `This is not an address: ${src}`,
          "Write for example https://example.org/image.png.",
        );
  if (/^[a-z][a-z0-9+.-]+:|^\/\//i.test(src))
    return refuse(
      "image/address",
      `Expected a path or an https: address, found ${src}.`,
      "Save the image beside the file.",
    );
  if (/^[/\\]|\\/.test(src) || src === "")
    return refuse(
      "image/address",
      `Expected a path relative to this file, found ${src || "nothing"}.`,
      "Write for example ./image.png.",
    );
  return image;
}
