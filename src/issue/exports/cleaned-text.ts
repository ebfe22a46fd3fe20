import { parseFragment } from "parse5";
import { CONTROL } from "#src/model/email.ts";
import { RESERVED } from "#src/model/merge-tag.ts";

const WINDOWS = new TextDecoder("windows-1252");

/** Removes the characters that no mail may carry, and those that are reserved for Letterpress's own files. */
export function cleanedText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(new RegExp(CONTROL.source, "gu"), meant)
    .replace(new RegExp(RESERVED.source, "gu"), "")
    .toWellFormed();
}

/** From U+0080 on, a control character is a quotation mark or a dash that was read with the wrong encoding. */
function meant(control: string): string {
  return control < "\u0080" ? "" : WINDOWS.decode(Uint8Array.of(control.charCodeAt(0))).replace(CONTROL, "");
}

/** One line without entities, as people read it; null where nothing is left. Angle brackets stay: a title may speak of tags. */
export function cleanedLine(text: string | null | undefined): string | null {
  const line = cleanedText(text ?? "")
    .replace(/&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});/g, decodedEntity)
    .replace(/\s+/g, " ")
    .trim();
  return line === "" ? null : line;
}

function decodedEntity(entity: string): string {
  const [node] = parseFragment(entity).childNodes;
  return node !== undefined && "value" in node ? node.value : entity;
}
