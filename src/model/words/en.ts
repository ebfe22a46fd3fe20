import type { CalloutTone } from "#src/model/block.ts";
import type { TriggerName } from "#src/model/states.ts";
import type { Counted } from "./counted.ts";
import { en as join } from "./join-en.ts";

/** A link's words, then what follows it. */
export type LinkedLine = readonly [string, string];

/**
 * Everything Letterpress itself says to readers, in email and on the public pages; every other language says the same.
 * `{x}` is a place for a value.
 */
export const en = {
  /** The fixed words of an email. */
  email: {
    ...join.email,
    number: "No. {number}",
    part: "Part {part}",
    by: "By {names}",
    /** The time it takes to read, by the plural forms of the language. */
    minutes: { other: "{minutes} min read" } as Counted,
    updated: "Updated on {date}",
    viewOnline: "View online",
    guest: "Our guest",
    author: "Written by",
    /** `{title}` is a link to the part. */
    previous: "Previous in this series: {title}",
    next: "Next in this series: {title}",
    related: "Read also",
    tags: "Topics: {tags}",
    sponsored: "Sponsored by {name}",
    notes: "Notes",
    credit: "Picture: {credit}",
    done: "done",
    open: "open",
    image: "Image",
    contents: "In this letter",
    share: "Share this letter",
    /** The link that a reader copies. */
    copy: "Link to this letter",
    watch: "Watch on {site}",
    question: "Q",
    answer: "A",
    callouts: {
      note: "Note",
      tip: "Tip",
      important: "Important",
      warning: "Warning",
      caution: "Caution",
    } satisfies Record<CalloutTone, string>,
    forward: ["Forward this letter", "to someone who would like it."] satisfies LinkedLine,
    subscribe: ["Subscribe", "if someone forwarded it to you."] satisfies LinkedLine,
    reply: ["Reply", "and tell us what you think. A person reads every reply."] satisfies LinkedLine,
    reason: "You are receiving this because you subscribed to “{list}” from {name}.",
    /** The reason given in a mail that asks for a confirmation. */
    asked:
      "You are receiving this once because this address was entered for “{list}” from {name}. Unless you confirm, we will not write again.",
    unsubscribe: "Unsubscribe",
    preferences: "Choose what you receive",
  },
  /** The trigger mails of a newsletter that has none of its own; `body` is Markdown. */
  mails: {
    confirm: {
      ...join.mails.confirm,
      preview: "Confirm and the next issue is yours. Do nothing, and you will not hear from us again.",
      ignore: "If it was not you, ignore this email. Unless you confirm, we will not write again.",
    },
    welcome: {
      title: "Welcome",
      subject: "Welcome to {name}",
      preview: "You are on the list. We will send the next issue here, and you can unsubscribe at any time.",
      body: `Thank you. You are on the list, and we will send the next issue to this address.

You can [choose what you receive]({{ urls.preferences }}) at any time, or unsubscribe with the link below.`,
    },
  } satisfies Record<TriggerName, unknown>,
  /** What the public pages say. */
  pages: {
    ...join.pages,
    subscribe: {
      ...join.pages.subscribe,
      /** The same for lists that ask for no confirmation. */
      agreementSingle:
        "By pressing the button you agree to receive {newsletter} by email until you unsubscribe.",
    },
    checkInbox: {
      ...join.pages.checkInbox,
      nothing:
        "Nothing after ten minutes? Check your spam folder. We send an address at most one such email a day, and none if it is already on the list.",
    },
    confirm: {
      ...join.pages.confirm,
      unnamed: "May we send you {newsletter} from now on?",
      notYou:
        "If you did not ask for this, close this page. Nothing has changed, and we will not write again.",
    },
    confirmed: {
      ...join.pages.confirmed,
      preferences: "Choose what you receive",
    },
    undelivered: {
      ...join.pages.undelivered,
      resting: "Our last emails to your address came back. We will try it again after {date}.",
    },
    ownLink: {
      title: "Use the link in your own copy",
      explanation:
        "The links at the end of each email from {newsletter} are made for one reader. Open them from an email that was sent to you.",
    },
    broken: {
      title: "Something went wrong",
      explanation: "The fault is ours, and nothing has changed. Please try again in a minute.",
    },
    archive: {
      title: "All issues",
      subscribe: "Subscribe",
      feed: "Feed",
      empty: "Nothing has been published yet. The first issue will appear here.",
      newer: "Newer issues",
      older: "Older issues",
      pages: "Pages",
      /** Of an issue whose file was edited after it was sent. */
      corrected: "Corrected on {date}, after it was sent.",
    },
    unsubscribe: {
      title: "Unsubscribe",
      question: "Stop getting {list}?",
      explanation: "Press the button to confirm. Nothing has changed yet.",
      button: "Unsubscribe",
      allExplanation: "Or stop all email from {newsletter}.",
      allButton: "Unsubscribe from everything",
    },
    unsubscribed: {
      title: "You are unsubscribed",
      one: "You will receive no further issues of {list}.",
      all: "You will receive no further email from {newsletter}.",
      preferences: "Changed your mind? Choose what you receive",
    },
    preferences: {
      title: "Choose what you receive",
      explanation: "Change what you like, then save. You can change it back at any time.",
      legend: "Lists",
      about: "About you",
      firstName: "First name",
      lastName: "Last name",
      zone: "Time zone",
      zoneUnset: "Same as the newsletter ({zone})",
      language: "Language",
      pause: "Take a break",
      pauseNone: "No break",
      /** By the days for which a reader may pause. */
      pauseDays: { "14": "For two weeks", "30": "For a month", "90": "For three months" },
      pauseKeep: "Until {date} (as now)",
      pauseEnd: "End the break now",
      button: "Save",
      allExplanation: "Or stop all email from {newsletter}.",
      allButton: "Unsubscribe from everything",
    },
    saved: {
      title: "Saved",
      explanation: "From now on you will receive:",
      nothing: "You will receive nothing more from {newsletter}.",
      paused: "You will receive nothing before {date}.",
      back: "Change it again",
    },
  },
};
