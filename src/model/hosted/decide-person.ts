/** What a file says about one person on one list. */
export interface PersonRow {
  readonly list: string;
  /** `left` also stands for a person who bounced or complained. */
  readonly says: "active" | "pending" | "left";
  /** The address must never be mailed, on any list. */
  readonly suppress: boolean;
}

/** A contact, as far as this decision needs it. */
export interface KnownPerson {
  readonly unsubscribed: boolean;
  /** Keys of our lists whose segment holds the contact. */
  readonly lists: ReadonlySet<string>;
  /** Ids of topics that the contact has left. */
  readonly left: ReadonlySet<string>;
}

export interface AskedPerson {
  readonly rows: readonly PersonRow[];
  /** Null if Resend has no contact with this address. */
  readonly known: KnownPerson | null;
  readonly isSuppressed: boolean;
  /** The id of each list's topic; two lists may share one. */
  readonly topics: ReadonlyMap<string, string>;
}

/** The classes in which an import into a ledger counts: see `IMPORT_CLASSES`. */
type Class = "new" | "updated" | "unchanged" | "preserved" | "unsubscribed" | "suppressed";
type Result = "active" | "pending" | "unsubscribed" | "suppressed";

/** What to write for a person. Nothing in it can subscribe somebody who has left. */
export interface PersonPlan {
  /** One for each row. */
  readonly rows: readonly { readonly class: Class; readonly result: Result }[];
  readonly suppress: boolean;
  /** Ids of topics to leave, for a contact that exists. */
  readonly leave: readonly string[];
  /** Keys of lists whose segment to join, for a contact that exists. */
  readonly join: readonly string[];
  /** A new contact: in the segments of these lists, without these topics; unsubscribed if no list has its yes. */
  readonly create: {
    readonly lists: readonly string[];
    readonly left: readonly string[];
    readonly unsubscribed: boolean;
  } | null;
  /** The person is on a list afterwards, so names and properties are kept. */
  readonly isReader: boolean;
}

/**
 * Decides what a file's rows about one person change at Resend. A no always counts; a yes counts only if no no is on record, here or in
 * the file. Resend has no state for a person who has not confirmed: such a row changes nothing.
 */
export function decidePerson({ rows, known, isSuppressed, topics }: AskedPerson): PersonPlan {
  const topicOf = (list: string) => topics.get(list) ?? "";
  const suppress = !isSuppressed && rows.some((row) => row.suppress);
  const noes = rows.filter(({ says }) => says === "left");
  const left = new Set([...(known?.left ?? []), ...noes.map(({ list }) => topicOf(list))]);
  const isOut = (list: string) => known?.unsubscribed === true || left.has(topicOf(list));
  const wasOut = (list: string) => known?.unsubscribed === true || (known?.left.has(topicOf(list)) ?? false);
  // A person who has left every list that they were on is not brought to another list by a file.
  const hasLeftAll =
    known !== null &&
    [...topics.values()].some((topic) => known.left.has(topic)) &&
    ![...known.lists].some((list) => !wasOut(list));
  const isNeverMailed = isSuppressed || suppress;

  const leave = new Set<string>();
  const join: string[] = [];
  const readOne = ({ list, says, suppress: suppresses }: PersonRow): PersonPlan["rows"][number] => {
    if (says !== "left") {
      if (isNeverMailed) return { class: "suppressed", result: "suppressed" };
      if (isOut(list) || hasLeftAll) return { class: "preserved", result: "unsubscribed" };
      if (known?.lists.has(list)) return { class: "unchanged", result: "active" };
      if (says === "pending") return { class: "unchanged", result: "pending" };
      join.push(list);
      return { class: "new", result: "active" };
    }
    const result = isSuppressed || suppresses ? "suppressed" : "unsubscribed";
    if (known === null) return { class: isSuppressed ? "suppressed" : "new", result };
    if (wasOut(list)) return { class: "unchanged", result };
    leave.add(topicOf(list));
    return { class: known.lists.has(list) ? "unsubscribed" : "new", result };
  };
  const read = rows.map(readOne);
  const isReader = read.some(({ result }) => result === "active");
  const base = { rows: read, suppress, isReader };
  if (known !== null) return { ...base, leave: [...leave], join, create: null };
  const unsubscribed = join.length === 0;
  // A suppressed person needs no contact, which Resend may charge for; nor does a person who says neither yes nor no.
  const needsContact = !isNeverMailed && (join.length > 0 || noes.length > 0);
  return {
    ...base,
    leave: [],
    join: [],
    create: needsContact ? { lists: join, left: [...left], unsubscribed } : null,
  };
}
