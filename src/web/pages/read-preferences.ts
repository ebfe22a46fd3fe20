import type { Preferences } from "#src/audience/subscribe/save-preferences.ts";
import { validName } from "#src/model/address/valid-name.ts";
import { DAY_MS } from "#src/model/durations.ts";
import { isZone } from "#src/model/wall-clock.ts";

/** Days for which a reader may pause, as the pages offer them. */
export const PAUSES: ReadonlySet<string> = new Set(["14", "30", "90"]);

/**
 * Reads what a reader chose on their page. Each list that is not ticked is left. Any other missing field changes nothing, and neither does
 * a value that the page does not offer. `wrong name`: the page is shown again.
 */
export function readPreferences(
  fields: Readonly<Record<string, unknown>>,
  known: { readonly lists: readonly string[]; readonly languages: readonly string[]; readonly now: number },
): Preferences | "not ours" | "leave all" | "wrong name" {
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
