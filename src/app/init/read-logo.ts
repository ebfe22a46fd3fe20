import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { createReporter, whereOf } from "#src/model/finding.ts";
import { encodeImage, type Named } from "#src/project/encode-image.ts";
import type { Logo } from "./newsletter-files.ts";

/** A logo is at most this wide, in CSS pixels. */
const WIDEST = 200;
/** The least width that the config allows. */
const NARROWEST = 20;

/** Reads a picture for the head of every issue. Throws `usage/invalid` for a file that no mail program shows. */
export async function readLogo(path: string): Promise<Logo> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw refused(`Expected --logo to be a picture; ${path} cannot be read: ${messageOf(error)}.`);
  });
  const report = createReporter(({ file, place }: Named) => whereOf(file, place));
  const shape = { width: WIDEST, square: false };
  const encoded = await encodeImage(bytes, { src: path, file: path, place: null, shape }, report);
  const fault = report.findings.find(({ severity }) => severity === "error");
  if (encoded === null) throw refused(`${fault?.message ?? path} ${fault?.hint ?? ""}`.trim());
  return { bytes, extension: extname(path).toLowerCase(), width: Math.max(NARROWEST, encoded.width) };
}

function refused(message: string): LetterpressError {
  return new LetterpressError("usage/invalid", message, {
    hint: "Give a PNG, or leave --logo out: the name is set in type.",
  });
}
