/**
 * Control characters, line separators and marks that reverse the direction of text: in a terminal they move the cursor,
 * change colours or disguise text.
 */
const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex -- these controls are what is escaped
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** Returns text of a stranger's file as it may be printed: every character that a terminal would obey is written like `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (found) => `\\u{${found.charCodeAt(0).toString(16)}}`);
}
