import type { Account, KnownList } from "./account.ts";
import { contactPath, readContact, readSuppression, readTopics, type Suppressed } from "./contact.ts";
import { expectDone } from "./refusal.ts";
import { type CallResend, NoAnswer } from "./resend-caller.ts";
import type { Wish } from "./wish.ts";

/** The outcome of pressing the button. */
export type Confirmed =
  | { readonly kind: "suppressed"; readonly why: Suppressed }
  /** `joined`: lists the reader is on now. `left`: lists they once left, about which they must be asked. */
  | { readonly kind: "done"; readonly joined: readonly string[]; readonly left: readonly string[] };

interface Deps {
  readonly call: CallResend;
  readonly account: Account;
}

/** How often to look for a contact that Resend shows to one request and not to the next. */
const LOOKS = 3;

/**
 * Carries out a press of the button: contact, segment and property at Resend, in an order that never resubscribes
 * anybody who asked not to be written to. `returns` is true for somebody who was shown that they had left and pressed
 * again. Every step may be repeated, and a repeat finishes what was begun. Throws `NoAnswer` and `Refusal`.
 */
export async function takeConfirmation(
  wish: Wish,
  returns: boolean,
  { call, account }: Deps,
): Promise<Confirmed> {
  const why = await readSuppression(call, wish.address);
  if (why !== null) return { kind: "suppressed", why };
  const lists = await account.listsOf(call, wish.lists);
  for (let look = 0; look < LOOKS; look += 1) {
    const contact = await readContact(call, wish.address);
    if (contact !== null) {
      const { unsubscribed, properties } = contact;
      const topics = await readTopics(call, wish.address);
      const dayOf = ({ property }: KnownList) => {
        const day = properties[property];
        return typeof day === "string" ? day : "";
      };
      const left: string[] = [];
      const fresh: string[] = [];
      const joined: string[] = [];
      for (const [list, known] of lists) {
        const isOn = !unsubscribed && topics.get(known.topic) !== false;
        // An old mail is not a new consent: a link counts once, and no longer after a later link was used.
        const isUsed = dayOf(known) >= wish.day;
        if (isUsed && isOn) joined.push(list);
        if (!isUsed) (isOn ? fresh : left).push(list);
      }
      const add = returns ? [...left, ...fresh] : fresh;
      const added = add.flatMap((list) => lists.get(list) ?? []);
      if (returns && left.length > 0) await takeBack(wish, { call, lists: added, unsubscribed, topics });
      else if (added.length > 0) await addTo(wish, added, call, {});
      return { kind: "done", joined: [...joined, ...add], left: returns ? [] : left };
    }
    // Resend may have a contact that it does not show yet, and creating it again would subscribe it again. It is new
    // only if it cannot be added to a segment either.
    const [[, first]] = [...lists] as [[string, KnownList]];
    if (await isNew(wish.address, first.segment, call)) {
      await create(wish, [...lists.values()], call);
      return { kind: "done", joined: [...lists.keys()], left: [] };
    }
  }
  throw new NoAnswer("GET /contacts/…: Resend shows this contact to some requests and not to others.");
}

/** The reader saw that they had left, and pressed again. Nothing else that they left comes back with these lists. */
async function takeBack(
  wish: Wish,
  {
    call,
    lists,
    unsubscribed,
    topics,
  }: {
    call: CallResend;
    lists: readonly KnownList[];
    unsubscribed: boolean;
    topics: ReadonlyMap<string, boolean>;
  },
): Promise<void> {
  const ours = new Set(lists.map(({ topic }) => topic));
  const others = unsubscribed ? [...topics.keys()].filter((topic) => !ours.has(topic)) : [];
  const choices = [
    ...others.map((id) => ({ id, subscription: "opt_out" })),
    ...[...ours].map((id) => ({ id, subscription: "opt_in" })),
  ];
  const path = `${contactPath(wish.address)}/topics`;
  expectDone("PATCH /contacts/…/topics", await call({ method: "PATCH", path, body: choices }));
  // In one request with the day: if the day alone were stored, a repeat would take the link as used.
  await addTo(wish, lists, call, unsubscribed ? { unsubscribed: false } : {});
}

async function addTo(
  wish: Wish,
  lists: readonly KnownList[],
  call: CallResend,
  more: { readonly unsubscribed?: false },
): Promise<void> {
  const path = contactPath(wish.address);
  for (const { segment } of lists)
    expectDone(
      "POST /contacts/…/segments/…",
      await call({ method: "POST", path: `${path}/segments/${segment}` }),
    );
  const body = { properties: daysOf(wish, lists), ...more };
  expectDone("PATCH /contacts/…", await call({ method: "PATCH", path, body }));
}

async function isNew(address: string, segment: string, call: CallResend): Promise<boolean> {
  const answer = await call({ method: "POST", path: `${contactPath(address)}/segments/${segment}` });
  if (answer.status === 404 && /contact/i.test(answer.message)) return true;
  expectDone("POST /contacts/…/segments/…", answer);
  return false;
}

async function create(wish: Wish, lists: readonly KnownList[], call: CallResend): Promise<void> {
  const body = {
    email: wish.address,
    unsubscribed: false,
    ...(wish.name === "" ? {} : { first_name: wish.name }),
    properties: daysOf(wish, lists),
    segments: lists.map(({ segment }) => ({ id: segment })),
    topics: lists.map(({ topic }) => ({ id: topic, subscription: "opt_in" })),
  };
  expectDone("POST /contacts", await call({ method: "POST", path: "/contacts", body }));
}

function daysOf({ day }: Wish, lists: readonly KnownList[]): Record<string, string> {
  return Object.fromEntries(lists.map(({ property }) => [property, day]));
}
