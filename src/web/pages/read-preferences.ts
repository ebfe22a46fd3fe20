import type { Context } from "hono";
import type { Preferences } from "#src/audience/subscribe/save-preferences.ts";
import { validName } from "#src/model/address/valid-name.ts";
import { isZone } from "#src/model/wall-clock.ts";

const DAY_MS = 24 * 3_600_000;
const PAUSES: ReadonlySet<string> = new Set(["14", "30", "90"]);

/**
 * What a reader chose on their page. A missing field changes nothing, and neither does a value that the page does not
 * offer. `wrong name`: the page is shown again.
 */
export async function readPreferences(
  context: Context,
  known: { readonly lists: readonly string[]; readonly languages: readonly string[]; readonly now: number },
): Promise<Preferences | "not ours" | "leave all" | "wrong name"> {
  const fields = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, unknown>);
  if (fields["form"] !== "preferences") return "not ours";
  if (fields["scope"] === "all") return "leave all";
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : undefined);
  const chosen = new Set([fields["list"]].flat());

  const attributes: Record<string, string | null> = {};
  for (const name of ["first_name", "last_name"]) {
    const typed = text(name);
    if (typed === undefined) continue;
    const valid = validName(typed);
    if (valid === null) return "wrong name";
    attributes[name] = valid === "" ? null : valid;
  }
  const language = text("language");
  if (language !== undefined && known.languages.includes(language)) attributes["language"] = language;
  const zone = text("zone");
  const pause = text("pause") ?? "";
  return {
    lists: Object.fromEntries(known.lists.map((list) => [list, chosen.has(list)])),
    attributes,
    ...(zone === undefined || (zone !== "" && !isZone(zone)) ? {} : { timezone: zone === "" ? null : zone }),
    ...(pause === "0" ? { pausedUntil: null } : {}),
    ...(PAUSES.has(pause) ? { pausedUntil: known.now + Number(pause) * DAY_MS } : {}),
  };
}
