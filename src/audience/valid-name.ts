const MOST = 60;

/**
 * A person's name as they typed it, trimmed; "" where there is none; null for what is no name. A form is open to
 * everybody and what it takes is printed in mail: no link, no markup, nothing that changes the direction of a line.
 */
export function validName(text: string): string | null {
  const name = text.normalize("NFC").trim().replace(/\s+/g, " ");
  if (Array.from(name).length > MOST) return null;
  // Controls, direction marks and the like; joiners stay, which names and emoji need.
  if (/[<>\p{Cc}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]|(?![\u200C\u200D])\p{Cf}/u.test(name)) return null;
  return /:\/\/|www\.|@|[\p{L}\p{N}]\.[\p{L}]{2,}(?:$|[/\s])/iu.test(name) ? null : name;
}
