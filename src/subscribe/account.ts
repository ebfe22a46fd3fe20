import { expectDone, Refusal } from "./refusal.ts";
import type { CallResend } from "./resend-caller.ts";
import type { SubscribeNewsletter } from "./settings.ts";

/** A list as Resend knows it. */
export interface KnownList {
  /** Resend's ids. */
  readonly segment: string;
  readonly topic: string;
  /** The contact property that keeps the day of the last confirmation, `2026-11-30`. */
  readonly property: string;
}

/** What stays the same between visitors, asked for once. */
export interface Account {
  readonly listsOf: (call: CallResend, lists: readonly string[]) => Promise<ReadonlyMap<string, KnownList>>;
}

/** Finds the ids and properties of the newsletter's lists. Throws `Refusal` for a segment or a topic that Resend does not have. */
export function createAccount(newsletter: SubscribeNewsletter): Account {
  const known = new Map<string, KnownList>();
  const find = async (call: CallResend, list: string): Promise<KnownList> => {
    const { segment, topic } = newsletter.lists[list] ?? { segment: "", topic: "" };
    const property = await propertyOf(newsletter.url, list);
    const found = {
      segment: await idOf(call, "segments", segment),
      topic: await idOf(call, "topics", topic),
      property,
    };
    await makeProperty(call, property);
    return found;
  };
  return {
    async listsOf(call, lists) {
      const found = new Map<string, KnownList>();
      for (const list of lists) {
        const one = known.get(list) ?? (await find(call, list));
        known.set(list, one);
        found.set(list, one);
      }
      return found;
    },
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function idOf(call: CallResend, what: "segments" | "topics", wanted: string): Promise<string> {
  if (UUID.test(wanted)) return wanted;
  const named = (await readAll(call, `/${what}`)).filter(({ name }) => name === wanted);
  const [one] = named;
  if (named.length === 1 && typeof one?.["id"] === "string") return one["id"];
  throw new Refusal(
    named.length === 0
      ? `Resend has no ${what.slice(0, -1)} with the name ${wanted}.`
      : `Resend has ${named.length} ${what} with the name ${wanted}. Write the id of the one you mean in newsletter.config.ts.`,
  );
}

/** Names a property of its own for each newsletter: two newsletters of one team may both have a list "weekly". */
async function propertyOf(newsletter: string, list: string): Promise<string> {
  const text = new TextEncoder().encode(`${newsletter}\n${list}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text)).slice(0, 4);
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `lp_${list.replaceAll("-", "_").slice(0, 30)}_${hex}`;
}

/** Creates the property if it is missing, because Resend refuses a contact with a property that it does not know. */
async function makeProperty(call: CallResend, key: string): Promise<void> {
  const properties = await readAll(call, "/contact-properties");
  if (properties.some((property) => property["key"] === key)) return;
  // Another visitor's property may exist although Resend's list does not show it yet, so the answer is ignored here. If
  // the property is really missing, Resend refuses the contact.
  await call({ method: "POST", path: "/contact-properties", body: { key, type: "string" } });
}

/** Reads every row of one of Resend's lists, page by page. */
export async function readAll(call: CallResend, path: string): Promise<Readonly<Record<string, unknown>>[]> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  let after = "";
  for (;;) {
    const answer = await call({ method: "GET", path: `${path}?limit=100${after}` });
    const { data, has_more: hasMore } = expectDone(`GET ${path.split("/", 2).join("/")}`, answer);
    const page = Array.isArray(data) ? (data as Readonly<Record<string, unknown>>[]) : [];
    rows.push(...page);
    const last = page.at(-1)?.["id"];
    if (hasMore !== true || typeof last !== "string") return rows;
    after = `&after=${encodeURIComponent(last)}`;
  }
}
