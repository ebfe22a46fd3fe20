export interface Filled {
  readonly email: string;
  readonly name: string;
  /** Keys of the newsletter's lists. */
  readonly lists: readonly string[];
  /** Null for a form on another site. */
  readonly token?: string | null;
}

/** Reads the values of a field from a posted form: both `FormData` and Hono's parsed bodies can be read in this way. */
export type Fields = (name: string) => readonly unknown[];

/**
 * The fields of a subscribe form, ours or one on another site: `email`, and optionally `name`, `list` (any number; none
 * means the first, except in our own form with several lists) and `topic`, which people do not see. Never throws,
 * whatever was posted.
 */
export function readSubscribeForm(
  fields: Fields,
  lists: readonly string[],
): Filled & { readonly token: string | null; readonly trapped: boolean } {
  const all = (name: string) => fields(name).filter((value) => typeof value === "string");
  // Nobody honestly enters two addresses in one form; joined they are not a valid address.
  const text = (name: string) => all(name).join(" ");
  const token = fields("token").length === 0 ? null : text("token");
  const wished = all("list").filter((list) => lists.includes(list));
  const ours = token !== null && lists.length > 1;
  return {
    email: text("email").slice(0, 1000),
    name: text("name").slice(0, 1000),
    lists: wished.length > 0 || ours ? [...new Set(wished)] : lists.slice(0, 1),
    token,
    trapped: text("topic") !== "",
  };
}
