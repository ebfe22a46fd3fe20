const MOST = 60;

/**
 * A person's name as typed, trimmed; "" if empty; null if it is not acceptable as a name. A form is open to everybody and
 * its content is printed in mail: it may hold no link, no markup, and nothing that changes the direction of a line.
 */
export function validName(text: string): string | null {
  const name = text.normalize("NFC").trim().replace(/\s+/g, " ");
  if (Array.from(name).length > MOST) return null;
  // Control characters, direction marks and the like. Joiners stay: names and emoji need them.
  if (/[<>\p{Cc}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]|(?![\u200C\u200D])\p{Cf}/u.test(name)) return null;
  return /:\/\/|www\.|@|[\p{L}\p{N}]\.[\p{L}]{2,}(?:$|[/\s])/iu.test(name) ? null : name;
}
