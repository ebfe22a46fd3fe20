import type { CalloutTone } from "#src/model/block.ts";
import type { TriggerName } from "#src/model/states.ts";

/**
 * Everything Letterpress itself says to readers in one language, in email and on the public pages. To add a language, add a
 * file like `es.ts` and a name in `catalogue.ts`. `{x}` is a place for a value.
 */
export interface Words {
  readonly email: EmailWords;
  /** The trigger mails of a newsletter that has none of its own; `body` is Markdown. */
  readonly mails: Readonly<
    Record<TriggerName, Readonly<Record<"title" | "subject" | "preview" | "body", string>>>
  >;
  readonly pages: PageWords;
}

/** The fixed words of an email. */
interface EmailWords {
  readonly number: string;
  readonly part: string;
  readonly by: string;
  readonly and: string;
  readonly minutes: string;
  readonly viewOnline: string;
  readonly guest: string;
  readonly sponsored: string;
  readonly notes: string;
  readonly credit: string;
  readonly done: string;
  readonly open: string;
  readonly image: string;
  readonly question: string;
  readonly answer: string;
  readonly callouts: Readonly<Record<CalloutTone, string>>;
  /** A link's words, then what follows it. */
  readonly forward: readonly [string, string];
  readonly subscribe: readonly [string, string];
  readonly reply: readonly [string, string];
  readonly reason: string;
  /** The reason given in a mail that asks for a confirmation. */
  readonly asked: string;
  readonly unsubscribe: string;
  readonly preferences: string;
}

/** What the public pages say. `{list}`, `{newsletter}`, `{date}` and `{zone}` are places for values. */
export interface PageWords {
  readonly archive: {
    readonly title: string;
    readonly subscribe: string;
    readonly feed: string;
    readonly empty: string;
    readonly newer: string;
    readonly older: string;
    readonly pages: string;
    /** Of an issue whose file was edited after it was sent. */
    readonly corrected: string;
  };
  readonly subscribe: {
    readonly title: string;
    readonly explanation: string;
    readonly email: string;
    readonly name: string;
    readonly optional: string;
    readonly lists: string;
    /** What a reader agrees to by pressing the button. Its exact text is hashed into the consent log. */
    readonly agreement: string;
    /** The same for lists that ask for no confirmation. */
    readonly agreementSingle: string;
    readonly button: string;
    readonly trap: string;
    readonly wrongEmail: string;
    readonly wrongName: string;
    readonly wrongList: string;
    readonly again: string;
  };
  readonly checkInbox: Notice & { readonly nothing: string };
  readonly confirm: {
    readonly title: string;
    readonly question: string;
    readonly unnamed: string;
    readonly button: string;
    readonly notYou: string;
  };
  readonly confirmed: {
    readonly title: string;
    readonly explanation: string;
    readonly preferences: string;
  };
  readonly stale: Notice & { readonly subscribe: string };
  readonly unsubscribe: {
    readonly title: string;
    readonly question: string;
    readonly explanation: string;
    readonly button: string;
    readonly allExplanation: string;
    readonly allButton: string;
  };
  readonly unsubscribed: {
    readonly title: string;
    readonly one: string;
    readonly all: string;
    readonly preferences: string;
  };
  readonly preferences: {
    readonly title: string;
    readonly explanation: string;
    readonly legend: string;
    readonly about: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly zone: string;
    readonly zoneUnset: string;
    readonly language: string;
    readonly pause: string;
    readonly pauseNone: string;
    readonly pauseDays: Readonly<Record<PauseDays, string>>;
    readonly pauseKeep: string;
    readonly pauseEnd: string;
    readonly button: string;
    readonly allExplanation: string;
    readonly allButton: string;
  };
  readonly saved: {
    readonly title: string;
    readonly explanation: string;
    readonly nothing: string;
    readonly paused: string;
    readonly back: string;
  };
  readonly ownLink: Notice;
  readonly notFound: Notice;
  readonly notAllowed: Notice;
  readonly tooLarge: Notice;
  readonly broken: Notice;
}

/** For how many days a reader may pause. */
export type PauseDays = "14" | "30" | "90";

export interface Notice {
  readonly title: string;
  readonly explanation: string;
}

/** `text` with its `{places}` filled. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
