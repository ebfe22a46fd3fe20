import { CONTROL } from "#src/model/email.ts";
import type { SourceReporter } from "./source-reporter.ts";

/** As many findings as a person reads; a picture that was saved as text would have thousands. */
const MOST = 20;
const ALL = new RegExp(CONTROL, "gu");
const WINDOWS = new TextDecoder("windows-1252");

/**
 * Replace control characters by spaces: no mail can carry one, and the template would be blamed for it. Each is a finding at its
 * place, with the edit that removes it. Keeps the length.
 */
export function withoutControls(text: string, report: SourceReporter): string {
  let found = 0;
  return text.replace(ALL, (control, at: number) => {
    found += 1;
    if (found <= MOST) sayControl(control.charCodeAt(0), { start: at, end: at + 1 }, report);
    return " ";
  });
}

/** Reports a control character. From U+0080 on it is nearly always a quotation mark or a dash, read with the wrong encoding. */
export function sayControl(
  code: number,
  where: { readonly start: number; readonly end: number },
  report: SourceReporter,
): void {
  const meant = code < 0x80 ? "" : WINDOWS.decode(Uint8Array.of(code)).replace(CONTROL, "");
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  report.error(
    "characters/damaged",
    where.start,
    `${name} is a control character, at which Gmail cuts a mail.`,
    {
      hint: meant === "" ? "Remove it." : `Write what was meant there, probably ${meant}.`,
      fix: { ...where, text: meant },
    },
  );
}
