import { PLAYED } from "#src/model/template.ts";
import type { Rule } from "#src/preflight/letter.ts";

const LARGE = 200_000;
const ALL_LARGE = 1_000_000;
const LONG_ALT = 125;
/** Names that a camera, a phone or a program gives its files, with or without an ending: `Screenshot 2026-11-12 at 10.15.33`. */
const CAMERA =
  /^(?:screen ?shot|screen ?recording|bildschirmfoto|captura de (?:pantalla|tela|ecrã)|capture d['’]écran|schermafbeelding|whatsapp image|img|pxl|dsc)[\s_-]*(?:(?:vom|at|um|de|del|à|du)\s+)?(?:[\d.:_-]+(?:\s(?:(?:at|um|a las|à|às)\s)?[\d.:_-]+)*)?(?:\s?[AP]M)?(?:\s?\(\d+\))?(?:\.\w{3,4})?$/iu;
/** CSS pixels: 18 inches, Word's highest picture. */
const TALL = 1728;

/** Checks images: the words that replace them while they are off, and their cost on a phone. */
export const checkImages: Rule = ({ issue, facts }, report) => {
  for (const { src, alt, place } of issue.images) {
    if (
      /^[\w-]+\.(?:png|jpe?g|gif|webp|avif|heic)$/i.test(alt) ||
      /^(?:image|img|dsc[fn]?|pxl|photo|picture|foto|bild)[ _-]?\d*$/i.test(alt) ||
      CAMERA.test(alt)
    ) {
      report.warning("image/alt-is-a-name", place, `The alt text “${alt}” is the name of a file.`, {
        hint: "Describe what the image shows.",
      });
    }
    if (alt.length > LONG_ALT) {
      const message = `The alt text of ${src} has ${alt.length} characters; more than ${LONG_ALT} are cut or tiring.`;
      report.warning("image/alt-too-long", place, message, { hint: "Move the rest into the caption." });
    }
    const served = facts.images.kind === "known" ? facts.images.value : {};
    const image = served[src] ?? served[PLAYED + src];
    if (image === undefined) continue;
    if (image.bytes > LARGE) {
      const message = `${src} has ${kilobytes(image.bytes)} as served; more than ${kilobytes(LARGE)} are slow on a phone.`;
      report.warning("image/heavy", place, message, {
        hint: "Save it smaller, or as JPEG if it is a photograph.",
      });
    }
    if (image.pixelWidth < image.shownWidth) {
      const message = `${src} is ${image.pixelWidth} pixels wide and shown ${image.shownWidth} wide.`;
      report.warning("image/blurred", place, message, {
        hint: "Use an image of about twice the shown width.",
      });
    }
    if (image.shownHeight > TALL) {
      const message = `${src} is shown ${image.shownHeight} pixels high; Outlook for Windows cuts off what is above ${TALL}.`;
      report.warning("image/too-tall", place, message, {
        hint: "Cut it into several images, one below the other.",
      });
    }
    if (image.blankStart === true) {
      const message = `The first frame of ${src} is one plain colour, and Outlook for Windows shows no other.`;
      report.warning("image/blank-start", place, message, {
        hint: "Begin the animation with the frame that says what it is about.",
      });
    }
  }
  if (facts.images.kind === "known") {
    const sum = Object.values(facts.images.value).reduce((total, { bytes }) => total + bytes, 0);
    if (sum > ALL_LARGE) {
      const message = `The images have ${kilobytes(sum)} in all; more than ${kilobytes(ALL_LARGE)} are slow on a phone.`;
      report.warning("image/all-heavy", null, message);
    }
  } else if (issue.images.length > 0) {
    report.info("image/not-checked", null, `Image sizes were not checked: ${facts.images.reason}.`);
  }
};

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString("en")} kB`;
}
