import type { Words } from "./words.ts";

export const en: Words = {
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
    callouts: { note: "Note", tip: "Tip", important: "Important", warning: "Warning", caution: "Caution" },
    forward: ["Forward this letter", "to somebody who would like it."],
    subscribe: ["Subscribe", "if it was forwarded to you."],
    reply: ["Reply", "and tell us what you think. A person reads it."],
    reason: "You receive this because you subscribed to “{list}” from {name}.",
    asked:
      "You receive this once, because this address was entered for “{list}” from {name}. Without your yes nothing more is sent.",
    unsubscribe: "Unsubscribe",
    preferences: "Choose what you receive",
  },
  mails: {
    confirm: {
      title: "Please confirm",
      subject: "Please confirm {name}",
      preview: "One press and the next issue is yours. Do nothing, and you hear no more from us.",
      body: `Somebody, we hope you, has asked us to send a newsletter to this address.

**[Yes, send it to me]({{ urls.confirm }})**

If it was not you, there is nothing to do: without your yes nothing more is sent.`,
    },
    welcome: {
      title: "Welcome",
      subject: "Welcome to {name}",
      preview: "You are on the list. The next issue comes to this address, and you can leave at any time.",
      body: `Thank you. You are on the list, and the next issue comes to this address.

You can [choose what you receive]({{ urls.preferences }}) at any time, or leave by one press on the link below.`,
    },
  },
  pages: {
    archive: {
      title: "All issues",
      subscribe: "Subscribe",
      feed: "Feed",
      empty: "Nothing has been published yet. The first issue will stand here.",
      newer: "Newer issues",
      older: "Older issues",
      pages: "Pages",
      corrected: "Corrected on {date}, after it was sent.",
    },
    subscribe: {
      title: "Get {newsletter}",
      explanation: "It comes by mail, and you can leave at any time.",
      email: "Email address",
      name: "First name",
      optional: "optional",
      lists: "What would you like to get?",
      agreement:
        "We send one mail to this address first. Only when you press the button behind its link are you on the list.",
      agreementSingle: "By pressing the button you agree to get {newsletter} by mail until you unsubscribe.",
      button: "Subscribe",
      trap: "Leave this field empty",
      wrongEmail: "That is not an address that mail can be sent to. Please look at it again.",
      wrongName: "Please write a name of at most 60 characters, without links.",
      wrongList: "Please tick at least one.",
      again: "Please look at it once more, and press the button again.",
    },
    checkInbox: {
      title: "Check your inbox",
      explanation:
        "If this address can get {newsletter}, a mail is on its way to it. Open it, and press the button behind its link.",
      nothing:
        "Nothing there after ten minutes? Look into the spam folder. We send one such mail a day to an address, and none to readers who have the list already.",
    },
    confirm: {
      title: "One press to go",
      question: "May {newsletter} send this to you from now on?",
      unnamed: "May {newsletter} be sent to you from now on?",
      button: "Yes, send it to me",
      notYou: "If it was not you who asked, close this page. Nothing has changed, and nothing more is sent.",
    },
    confirmed: {
      title: "You are on the list",
      explanation: "This is what you get from now on:",
      preferences: "Choose what you get",
    },
    stale: {
      title: "This link has done its work",
      explanation:
        "There is nothing left to confirm by it. If you would like to get {newsletter}, ask for it again.",
      subscribe: "Subscribe",
    },
    unsubscribe: {
      title: "Unsubscribe",
      question: "Stop getting {list}?",
      explanation: "One press is enough. Nothing has changed yet.",
      button: "Unsubscribe",
      allExplanation: "Or stop every mail from {newsletter}.",
      allButton: "Unsubscribe from everything",
    },
    unsubscribed: {
      title: "You are unsubscribed",
      one: "No further issue of {list} will be sent to you.",
      all: "No further mail from {newsletter} will be sent to you.",
      preferences: "Changed your mind? Choose what you get",
    },
    preferences: {
      title: "Choose what you get",
      explanation: "Change what you like, then save. All of it is yours to change back.",
      legend: "Lists",
      about: "About you",
      firstName: "First name",
      lastName: "Last name",
      zone: "Time zone",
      zoneUnset: "As the newsletter ({zone})",
      language: "Language",
      pause: "Take a break",
      pauseNone: "No break",
      pauseDays: { "14": "For two weeks", "30": "For a month", "90": "For three months" },
      pauseKeep: "Until {date}, as it is",
      pauseEnd: "End the break now",
      button: "Save",
      allExplanation: "Or stop every mail from {newsletter}.",
      allButton: "Unsubscribe from everything",
    },
    saved: {
      title: "Saved",
      explanation: "This is what you get from now on:",
      nothing: "You get nothing from {newsletter} any more.",
      paused: "Nothing comes before {date}.",
      back: "Change it again",
    },
    ownLink: {
      title: "Use the link in your own copy",
      explanation:
        "The links at the end of each mail from {newsletter} are made for one reader. Open them from a mail that was sent to you.",
    },
    notFound: {
      title: "Nothing here",
      explanation:
        "This address leads nowhere. If it came from a mail, some of it may have been lost: open it from the mail itself.",
    },
    notAllowed: { title: "That does not work here", explanation: "Go back, and use the button on the page." },
    tooLarge: { title: "Too much", explanation: "That was more than this page takes." },
    broken: {
      title: "That did not work",
      explanation: "The fault is ours, and nothing has changed. Please try again in a minute.",
    },
  },
};
