/** `{{{contact.first_name|there}}}`: a name, and after the bar what stands where there is no value. */
const TAG = /\{\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}\}/g;

/**
 * A text with its merge tags filled; one that `valueOf` does not know is emptied too. As with any triple braces values are
 * written as they are, also into HTML. `ownFallback` counts where the tag has none.
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
