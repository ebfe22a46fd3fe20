import type { Words } from "./words.ts";

export const en: Words = {
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
    explanation: "Tick the lists of {newsletter} that you want, then save.",
    legend: "Lists",
    button: "Save",
  },
  saved: {
    title: "Saved",
    explanation: "This is what you get from now on:",
    nothing: "You get nothing from {newsletter} any more.",
    back: "Change it again",
  },
  subscribe: {
    title: "Get {newsletter}",
    explanation: "Write to us from the address that should get it, and we put it on the list.",
    button: "Write to us",
    subject: "Subscribe",
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
};
