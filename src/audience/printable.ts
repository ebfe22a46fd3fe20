/** Controls, line separators and what turns the direction of text round: in a terminal they move the cursor, colour, or lie. */
const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex -- these controls are what is escaped
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** Text of a stranger's file as it may be printed: whatever a terminal would obey is written as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (found) => `\\u{${found.charCodeAt(0).toString(16)}}`);
}
