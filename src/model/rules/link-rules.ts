import type { RuleEntry } from "./rule.ts";

/** What can be wrong with the targets of links: as they are written, and as other people's servers answer. */
export const LINK_RULES = {
  "link/broken": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "A link, or a picture on another site, does not work: its page is gone (404, 410), its host does not exist, or no browser accepts its certificate.",
    fix: "Open it in a browser, and write the address that works.",
    why: "The wrong link is the most frequent reason for a second mail that begins with “Oops”. It is no error, because another's server must not be able to hold back your issue.",
    example: "[the programme](https://museum.example/programe)",
  },
  "link/needs-login": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A reader who opens the link is asked to sign in or to enter a password.",
    fix: "Share the document with everybody who has the link, and try it in a private window.",
    why: "A document in Google Drive or SharePoint opens for its author alone, until it is shared; each reader who tries asks its author for access.",
    example: "[the slides](https://drive.google.com/file/d/1a2b3c/view)",
  },
  "link/redirects": {
    severity: ["info"],
    step: ["preflight"],
    means: "A page has moved permanently to another address.",
    fix: "Write the new address. `check --fix` does.",
    why: "A mail cannot be corrected, and the redirect is there only as long as somebody keeps it.",
    example: "[the museum](https://old-name.example/visit)",
  },
  "link/home-instead": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A link to a page leads to the first page of its site, so the page is probably gone.",
    fix: "Look for the page on the site, and write its address.",
    why: "Search engines call it a soft 404: no server says that the page is gone, and no reader finds it.",
    example: "[our interview](https://museum.example/2019/interview)",
  },
  "link/https-works": {
    severity: ["info"],
    step: ["preflight"],
    means: "A link is not encrypted, and the site answers under `https:`.",
    fix: "Write `https:`. `check --fix` does.",
    why: "Chrome, Firefox and Safari warn of pages without encryption, and anybody on the same network can change them.",
    example: "[the museum](http://museum.example/)",
  },
  "link/not-checked": {
    severity: ["info"],
    step: ["preflight"],
    means: "Some links were not asked, or gave no answer that says what readers get. The finding says why.",
    fix: "Run `letterpress check`, or open them yourself.",
    why: "Many sites refuse machines (403, 429, 999) and let people in, and a server that is down for a minute breaks no link.",
    example: "[a profile](https://www.linkedin.com/in/somebody)",
  },
  "link/shortener": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A link leads through a service that shortens addresses.",
    fix: "Write the address it leads to. `check --fix` does where the service says so.",
    why: "Spamhaus, SURBL and URIBL list such services, because spam hides behind them; [`bit.ly` itself was listed in 2011](https://wordtothewise.com/2011/06/bitly-gets-you-blocked/). A service that closes, as `goo.gl` did, takes every link along.",
    example: "[the survey](https://bit.ly/3xYzAbC)",
  },
  "link/wrapped": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "A link leads through a page that a mail program, a chat or a search put in its way: Safe Links, `google.com/url`, `l.facebook.com`.",
    fix: "Write the address inside. `check --fix` does.",
    why: "A link of Safe Links holds the mail address of who copied it, and stops working some day; those of Google and Facebook stop each reader with a question.",
    example: "[the study](https://www.google.com/url?q=https://museum.example/study&sa=D)",
  },
  "link/tracking": {
    severity: ["warning"],
    step: ["preflight"],
    means:
      "An address brings along parameters from where it was copied: `fbclid`, `mc_eid`, `_hsenc`, or `utm_…` that names another source.",
    fix: "Write it without them. `check --fix` does.",
    why: "Each reader is counted as a visitor from there. `mc_eid`, `mkt_tok` and the like even say who the reader is: all of them are then the person who copied the link.",
    example: "[the study](https://museum.example/study?fbclid=IwAR0abc)",
  },
  "link/personal": {
    severity: ["error", "warning"],
    step: ["preflight"],
    means:
      "A link was copied from somebody's own copy of a newsletter. An error where it unsubscribes them, a warning where it counts clicks as theirs.",
    fix: "Link to the page itself.",
    why: "A reader who presses a forwarded “Unsubscribe” removes the subscriber whom it was made for, and a scanner presses every link.",
    example: "[unsubscribe](https://museum.us1.list-manage.com/unsubscribe?u=1a2b&id=3c4d&e=5e6f)",
  },
  "link/private-page": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A link leads to a page for its authors: an editor, a preview, a mailbox, a copy for tests.",
    fix: "Link to the page that readers can open.",
    why: "It opens in the browser of who wrote it, and asks everybody else to sign in; some let each reader change the page.",
    example: "[sign up here](https://docs.google.com/forms/d/1a2b3c/edit)",
  },
  "link/lookalike": {
    severity: ["error"],
    step: ["preflight"],
    means:
      "The host of a link mixes alphabets whose letters look alike, as `раypal.com` with a Cyrillic `р` and `а` does.",
    fix: "Open the site yourself, and copy its address from the browser.",
    why: "Such names are made for phishing (Unicode, UTS 39); browsers show them as `xn--…`, and filters refuse the mail.",
    example: "[the bank](https://раypal.com/)",
  },
  "link/another-address": {
    severity: ["error"],
    step: ["preflight"],
    means: "The words of a link are one mail address, and it writes to another.",
    fix: "Write the same address in both.",
    why: "A line was copied and only one half of it changed: readers write to the wrong person.",
    example: "[desk@museum.example](mailto:sales@museum.example)",
  },
  "link/another-number": {
    severity: ["error"],
    step: ["preflight"],
    means: "The words of a link are one telephone number, and it calls another.",
    fix: "Write the same number in both.",
    why: "Only who taps it calls the wrong one, so nobody notices in print or on a desk.",
    example: "[+51 1 555 0102](tel:+5115550199)",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
