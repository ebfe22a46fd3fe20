import type { CalloutTone } from "#src/model/block.ts";
import type { Counted } from "./counted.ts";
import { enMails } from "./en-mails.ts";
import { en as join } from "./join-en.ts";

/** A link's words, then what follows it. */
export type LinkedLine = readonly [string, string];

/**
 * Everything that Letterpress itself says to readers, in email and on the public pages; every other language has the
 * same texts. `{x}` is a place for a value.
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
    /** `::rate`: the question where the author writes none, and its answers. */
    rate: { question: "How was this letter?", good: "Good", fair: "So-so", poor: "Not for me" },
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
    /** The reason given in a mail to an address that a subscription has left. */
    moved: "You are receiving this once because this was your address for “{list}” from {name}.",
    /** The same three reasons if the list has the newsletter's name. */
    reasonOne: "You are receiving this because you subscribed to {name}.",
    askedOne:
      "You are receiving this once because this address was entered for {name}. Unless you confirm, we will not write again.",
    movedOne: "You are receiving this once because this was your address for {name}.",
    unsubscribe: "Unsubscribe",
    preferences: "Choose what you receive",
  },
  mails: enMails,
  /** What the public pages say. */
  pages: {
    ...join.pages,
    subscribe: {
      ...join.pages.subscribe,
      /** The agreement for lists that ask for no confirmation. */
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
      latest: "Until the next one comes, here is the latest:",
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
      ...join.pages.archive,
      subscribe: "Subscribe",
      empty: "Nothing has been published yet. The first issue will appear here.",
      newer: "Newer issues",
      older: "Older issues",
      pages: "Pages",
      /** For an issue whose file was edited after it was sent. */
      corrected: "Corrected on {date}, after it was sent.",
      sections: "Sections",
      /** The link beside those to the sections: issues of all of them. */
      everything: "Everything",
    },
    /** The page of an issue. */
    issue: {
      /** The headings of the forms before and after the text. */
      top: "Get {newsletter} by email",
      end: "Get the next issue by email",
      previous: "Previous issue",
      next: "Next issue",
      neighbours: "Previous and next issue",
      share: "Share",
      mail: "Email",
      tags: "Topics",
    },
    search: {
      title: "Search",
      label: "Search all issues",
      button: "Search",
      /** `{words}` are the words that somebody searched for; an issue that has all of them is found. */
      none: "No issue has all of these words: {words}",
      some: {
        one: "One issue has all of these words: {words}",
        other: "{count} issues have all of these words: {words}",
      } as Counted,
    },
    /** The page behind a link of `::rate`. */
    rate: {
      title: "Your answer",
      answer: "Your answer: {answer}",
      explanation: "Press the button to send it. Nothing has been counted yet.",
      button: "Send my answer",
      other: "Or choose another answer:",
      thanks: "Thank you",
      counted: "Your answer is counted: {answer}",
      change: "Changed your mind? Choose another answer:",
      /** In place of the explanation if the mail was a test. */
      test: "This link comes from a test, so no answer to it is counted.",
    },
    notCounted: {
      title: "Not counted",
      explanation: "This answer cannot be counted. Perhaps it comes too late.",
    },
    unsubscribe: {
      title: "Unsubscribe",
      question: "Stop getting {list}?",
      explanation: "Press the button to confirm. Nothing has changed yet.",
      button: "Unsubscribe",
      allExplanation: "Or stop all email from {newsletter}.",
      allButton: "Unsubscribe from everything",
      less: "Would less be enough?",
      pause: "Take a break, and get nothing for a while.",
      pauseLabel: "For how long",
      pauseButton: "Take a break",
      fewer: "Get fewer emails: choose your lists",
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
      address: "Another address",
      addressExplanation:
        "Where should your copies go from now on? We send one email there. Nothing changes until you press the button in it.",
      newAddress: "New email address",
      addressButton: "Change the address",
    },
    /** The page that the link in the mail to a new address opens. */
    change: {
      title: "One last step",
      question: "Shall everything that you get from {newsletter} come to {address} from now on?",
      button: "Yes, send it here",
      close: "If you did not ask for this, close this page. Nothing has changed.",
      wait: "If we can write to that address, an email is on its way to it. Open the link in that email and press the button there. Until then your copies go where they went before.",
    },
    changed: {
      title: "The address is changed",
      explanation: "From now on you will receive here:",
      nothing: "You are on no list at the moment, so nothing will come yet.",
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
