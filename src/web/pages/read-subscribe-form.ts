import type { Context } from "hono";

export interface Filled {
  readonly email: string;
  readonly name: string;
  /** Keys of the newsletter's lists. */
  readonly lists: readonly string[];
  /** Null for a form on another site. */
  readonly token?: string | null;
}

/** Why a form is shown again: keys of `Words["subscribe"]`. */
export type FormFault = "wrongEmail" | "wrongName" | "wrongList" | "again";

/**
 * The fields of a subscribe form, ours or one on another site: `email`, and optionally `name`, `list` (any number; none
 * means the first) and `topic`, which people do not see. Never throws, whatever was posted.
 */
export async function readSubscribeForm(
  context: Context,
  lists: readonly string[],
): Promise<Filled & { readonly token: string | null; readonly trapped: boolean }> {
  const fields = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, unknown>);
  const all = (name: string) => [fields[name]].flat().filter((value) => typeof value === "string");
  // Nobody honestly enters two addresses in one form; joined they are not a valid address.
  const text = (name: string) => all(name).join(" ");
  const token = fields["token"] === undefined ? null : text("token");
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
