/** `{{{contact.first_name|there}}}`: a name, and after the bar the text to use if there is no value. */
const TAG = /\{\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}\}/g;

/**
 * Fills the merge tags of a text; a tag that `valueOf` does not know becomes empty. As with any triple braces, values
 * are not escaped, even in HTML. `ownFallback` counts if the tag has no fallback.
 */
export function fillMergeTags(
  text: string,
  valueOf: (name: string) => string | number | null,
  ownFallback: (name: string) => string | number | null,
): string {
  return text.replaceAll(TAG, (_, name: string, fallback?: string) => {
    const value = valueOf(name);
    return String(value === null || value === "" ? (fallback ?? ownFallback(name) ?? "") : value);
  });
}
