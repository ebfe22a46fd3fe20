import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";

const LARGE = 200_000;
const ALL_LARGE = 1_000_000;
const LONG_ALT = 125;

/** Pictures: what stands in for them while they are off, and what they cost a phone. */
export function checkImages(letter: Letter): readonly Finding[] {
  const { issue, facts } = letter;
  const findings: Finding[] = [];
  for (const { src, alt, place } of issue.images) {
    if (
      /^[\w-]+\.(?:png|jpe?g|gif|webp|avif|heic)$/i.test(alt) ||
      /^(?:image|img|dsc|photo)[ _-]?\d*$/i.test(alt)
    ) {
      findings.push(
        find(
          letter,
          "warning",
          "image/alt-is-a-name",
          place,
          `The alt text “${alt}” is the name of a file.`,
          "Say what is to be seen.",
        ),
      );
    }
    if (alt.length > LONG_ALT) {
      findings.push(
        find(
          letter,
          "warning",
          "image/alt-too-long",
          place,
          `The alt text of ${src} has ${alt.length} characters; more than ${LONG_ALT} are cut or tiring.`,
          "Move the rest into the caption.",
        ),
      );
    }
    const image = facts.images.kind === "known" ? facts.images.value[src] : undefined;
    if (image === undefined) continue;
    if (image.bytes > LARGE) {
      findings.push(
        find(
          letter,
          "warning",
          "image/heavy",
          place,
          `${src} has ${kilobytes(image.bytes)} as served; phones wait for more than ${kilobytes(LARGE)}.`,
          "Save it smaller, or as JPEG where it is a photograph.",
        ),
      );
    }
    if (image.pixelWidth < image.shownWidth) {
      findings.push(
        find(
          letter,
          "warning",
          "image/blurred",
          place,
          `${src} is ${image.pixelWidth} pixels wide and shown ${image.shownWidth} wide.`,
          "Use a picture of about twice the shown width.",
        ),
      );
    }
  }
  if (facts.images.kind === "known") {
    const sum = Object.values(facts.images.value).reduce((total, { bytes }) => total + bytes, 0);
    if (sum > ALL_LARGE) {
      findings.push(
        find(
          letter,
          "warning",
          "image/all-heavy",
          null,
          `The pictures have ${kilobytes(sum)} in all; more than ${kilobytes(ALL_LARGE)} are slow on a phone.`,
        ),
      );
    }
  } else if (issue.images.length > 0) {
    findings.push(
      find(
        letter,
        "info",
        "image/not-checked",
        null,
        `Image sizes were not checked: ${facts.images.reason}.`,
      ),
    );
  }
  return findings;
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString("en")} kB`;
}
