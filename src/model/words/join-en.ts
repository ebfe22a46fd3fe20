/**
 * What a person reads while joining: the form, the mail that asks for confirmation, and the pages behind its links.
 * Kept apart from the rest, because `letterpress/subscribe` carries these words in every language.
 */
export const en = {
  email: {
    /** The reason given if no database remembers whom we wrote to. */
    reasonOnce: "You are receiving this because this address was entered for “{list}” from {name}.",
  },
  mails: {
    confirm: {
      title: "Please confirm",
      subject: "Confirm your subscription to {name}",
      asked: "Someone, we hope you, asked us to send a newsletter to this address.",
      button: "Yes, send it to me",
      /** The rest of this mail if no database remembers whom we wrote to. */
      until: "The link works for three days.",
      disregard: "If it was not you, ignore this email: nothing has changed.",
      never: "Never write to me again",
    },
  },
  pages: {
    /** In the footer of every page. */
    archive: { title: "All issues", feed: "Feed" },
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
      /** In place of `nothing`, if nobody checks whether the address is on the list. */
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
      button: "Yes, send it to me",
      /** In place of `notYou`, if no database remembers whom we wrote to. */
      close: "If you did not ask for this, close this page. Nothing has changed.",
    },
    confirmed: {
      title: "You are on the list",
      explanation: "From now on you will receive:",
      /** The link if nobody knows which issue is the latest. */
      all: "Read the issues so far",
    },
    stale: {
      title: "This link no longer works",
      explanation:
        "There is nothing left to confirm with it. If you would like to receive {newsletter}, subscribe again.",
      subscribe: "Subscribe",
    },
    /** For somebody who left and asks to join again. */
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
    /** For a press of a button that we could not carry out to its end. */
    unfinished: {
      title: "That did not work",
      explanation:
        "The fault is ours. Please go back and press the button again in a minute; pressing it twice does no harm.",
    },
    /** Why a reader on a list receives nothing, and how to come back. `{contact}` is the address to write to. */
    undelivered: {
      bounced:
        "We no longer send to your address, because our emails to it came back. If it works again, write to {contact}.",
      complained:
        "We no longer send to your address, because one of our emails was reported as spam from it. If that was a mistake, write to {contact}.",
      manual:
        "We do not send to your address, because somebody asked us not to. If you would like to receive {newsletter} again, write to {contact}.",
    },
    notFound: {
      title: "Page not found",
      explanation:
        "There is no page at this address. If the link came from an email, part of it may have been lost: open it from the email itself.",
    },
    notAllowed: { title: "This does not work here", explanation: "Go back and use the button on the page." },
    tooLarge: { title: "Too large", explanation: "You sent more than this page accepts." },
  },
};
