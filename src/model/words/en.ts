import type { CalloutTone } from "#src/model/block.ts";
import { enMails } from "./en-mails.ts";

/** A link's words, then what follows it. */
type LinkedLine = readonly [string, string];

/**
 * Everything Letterpress itself says to readers, in email and on the public pages; every other language says the same.
 * `{x}` is a place for a value.
 */
export const en = {
  /** The fixed words of an email. */
  email: {
    number: "No. {number}",
    part: "Part {part}",
    by: "By {names}",
    and: "and",
    minutes: "{minutes} min read",
    viewOnline: "View online",
    guest: "Our guest",
    sponsored: "Sponsored by {name}",
    notes: "Notes",
    credit: "Picture: {credit}",
    done: "done",
    open: "open",
    image: "Image",
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
    /** The same where no database remembers whom we wrote to. */
    reasonOnce: "You are receiving this because this address was entered for “{list}” from {name}.",
    /** The reason given in a mail to an address that a subscription has left. */
    moved: "You are receiving this once because this was your address for “{list}” from {name}.",
    unsubscribe: "Unsubscribe",
    preferences: "Choose what you receive",
  },
  mails: enMails,
  /** What the public pages say. */
  pages: {
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
      sections: "Sections",
      /** Beside the sections: issues of all of them. */
      everything: "Everything",
    },
    /** The page of an issue. */
    issue: {
      /** Above the form before and after the text. */
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
      /** What was looked for are words; an issue is found that has all of them. */
      none: "No issue has all of these words: {words}",
      one: "One issue has all of these words: {words}",
      some: "{count} issues have all of these words: {words}",
    },
    subscribe: {
      title: "Get {newsletter}",
      explanation: "It comes by email, and you can unsubscribe at any time.",
      email: "Email address",
      name: "First name",
      optional: "optional",
      lists: "What would you like to receive?",
      /** What a reader agrees to by pressing the button. Its exact text is hashed into the consent log. */
      agreement:
        "First we will send one email to this address. To join the list, open the link in it and press the button there.",
      /** The same for lists that ask for no confirmation. */
      agreementSingle:
        "By pressing the button you agree to receive {newsletter} by email until you unsubscribe.",
      button: "Subscribe",
      trap: "Leave this field empty",
      wrongEmail: "We cannot send email to that address. Please check it.",
      wrongName: "Please enter a name of at most 60 characters, without links.",
      wrongList: "Please select at least one.",
      again: "Please check what you entered, then press the button again.",
      unsent: "We could not send you the email. Please press the button again in a minute.",
      tomorrow: "We cannot send any more email today. Please try again tomorrow.",
    },
    checkInbox: {
      title: "Check your inbox",
      explanation:
        "If this address can receive {newsletter}, an email is on its way to it. Open the link in that email and press the button there.",
      nothing:
        "Nothing after ten minutes? Check your spam folder. We send an address at most one such email a day, and none if it is already on the list.",
      /** The same where nobody looks whether it is on the list. */
      daily:
        "Nothing after ten minutes? Check your spam folder. We send an address at most one such email a day.",
      entered: "You entered {address}.",
      /** A well-known mail service, one letter away from what was typed. */
      meant: "Did you mean {address}?",
      correct: "Is it wrong? Correct it here.",
      button: "Use this address",
    },
    confirm: {
      title: "One last step",
      question: "May {newsletter} send you this from now on?",
      unnamed: "May we send you {newsletter} from now on?",
      button: "Yes, send it to me",
      notYou:
        "If you did not ask for this, close this page. Nothing has changed, and we will not write again.",
      /** The same where no database remembers whom we wrote to. */
      close: "If you did not ask for this, close this page. Nothing has changed.",
    },
    confirmed: {
      title: "You are on the list",
      explanation: "From now on you will receive:",
      preferences: "Choose what you receive",
      latest: "Until the next one comes, here is the latest:",
      /** The same where nobody knows which it is. */
      all: "Read the issues so far",
    },
    stale: {
      title: "This link no longer works",
      explanation:
        "There is nothing left to confirm with it. If you would like to receive {newsletter}, subscribe again.",
      subscribe: "Subscribe",
    },
    /** Of somebody who left and asks again. */
    comeBack: {
      title: "Welcome back?",
      explanation: "You once asked us to stop. Press the button if you would like to receive this again:",
      button: "Yes, send it to me again",
    },
    never: {
      title: "Never write to you again?",
      explanation:
        "Then nothing from {newsletter} will reach your address, whatever anybody enters in our form. Nothing has changed yet.",
      button: "Never write to me again",
    },
    neverAgain: {
      title: "We will not write again",
      explanation:
        "Nothing from {newsletter} will reach your address any more. If you ever change your mind, write to {contact}.",
    },
    /** Of a press that we could not carry out to its end. */
    unfinished: {
      title: "That did not work",
      explanation:
        "The fault is ours. Please go back and press the button again in a minute; pressing it twice does no harm.",
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
    /** What a link in the mail to a new address opens. */
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
    /** Why a reader on a list receives nothing, and how to come back. `{contact}` is the address to write to. */
    undelivered: {
      bounced:
        "We no longer send to your address, because our emails to it came back. If it works again, write to {contact}.",
      complained:
        "We no longer send to your address, because one of our emails was reported as spam from it. If that was a mistake, write to {contact}.",
      manual:
        "We do not send to your address, because somebody asked us not to. If you would like to receive {newsletter} again, write to {contact}.",
      resting: "Our last emails to your address came back. We will try it again after {date}.",
    },
    ownLink: {
      title: "Use the link in your own copy",
      explanation:
        "The links at the end of each email from {newsletter} are made for one reader. Open them from an email that was sent to you.",
    },
    notFound: {
      title: "Page not found",
      explanation:
        "There is no page at this address. If the link came from an email, part of it may have been lost: open it from the email itself.",
    },
    notAllowed: { title: "This does not work here", explanation: "Go back and use the button on the page." },
    tooLarge: { title: "Too large", explanation: "You sent more than this page accepts." },
    broken: {
      title: "Something went wrong",
      explanation: "The fault is ours, and nothing has changed. Please try again in a minute.",
    },
  },
};
