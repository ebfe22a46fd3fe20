import type { RuleEntry } from "./rule.ts";

/** What preflight finds in the writing: the row in the inbox, words, questions, links and pictures. */
export const WRITING_RULES = {
  "subject/empty": {
    severity: ["error"],
    step: ["preflight"],
    means: "The subject is empty.",
    fix: "Write `subject:` or `title:`.",
    protects: true,
  },
  "subject/line-break": {
    severity: ["error"],
    step: ["preflight"],
    means: "The subject holds a line break, behind which a new header would begin.",
    fix: "Write it on one line.",
    protects: true,
  },
  "subject/too-long": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The subject has more than 60 characters, which inboxes cut; phones cut after about 41.",
    fix: "Put the important words first, or write a shorter `subject:`.",
  },
  "subject/too-short": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The subject has fewer than 10 characters.",
    fix: "Say what the issue is about.",
  },
  "subject/capitals": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The subject is all in capitals, which spam filters count.",
    fix: "Write it as a sentence.",
  },
  "subject/fake-reply": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The subject pretends to be a reply or a forward.",
    fix: "Leave out `Re:` or `Fwd:`.",
  },
  "preview-text/missing": {
    severity: ["warning"],
    step: ["preflight"],
    means: "There is no `preview_text`, so the first paragraph stands behind the subject in the inbox.",
    fix: "Add `preview_text:` with 40 to 130 characters that continue the subject.",
  },
  "preview-text/same-as-subject": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The preview text repeats the subject.",
    fix: "Continue where the subject ends.",
  },
  "preview-text/too-short": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The preview text has fewer than 40 characters, and inboxes add other text to it.",
    fix: "Write 40 to 130 characters.",
  },
  "preview-text/too-long": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The preview text has more than 130 characters, and inboxes cut it.",
    fix: "Write 40 to 130 characters.",
  },
  "sender/free-mail": {
    severity: ["error"],
    step: ["preflight"],
    means:
      "The sender is at a free mail provider, whose DMARC policy makes receivers refuse its mail from any other server.",
    fix: "Send from a domain of your own that is verified at Resend.",
  },
  "sender/no-reply": {
    severity: ["warning"],
    step: ["preflight"],
    means: "Replies go to an address that tells readers not to write.",
    fix: "Write an address in `reply_to:` whose mail is read.",
  },
  "schedule/at-once": {
    severity: ["warning", "info"],
    step: ["preflight"],
    means:
      "The time (`… local`) is past for some readers, who get the issue at once; the others get it in their own morning.",
    fix: "Schedule it before that time in UTC+14, or a day later.",
  },
  "writing/placeholder": {
    severity: ["error", "warning"],
    step: ["preflight"],
    means:
      "`TK`, `TODO:`, `[TBD]` or lorem ipsum marks text that is still to be written. `TODO`, `FIXME` and `XXX` alone may be words, and are a warning.",
    fix: "Write the text, or remove the mark.",
  },
  "heading/skipped-level": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A heading skips a level, and people who listen to an email move through it by its headings.",
    fix: "Write it with one `#` more than the heading before.",
  },
  "interview/no-guest": {
    severity: ["warning"],
    step: ["preflight"],
    means: "There are questions, and no guest who answers them.",
    fix: "Name the guest in `guests:` with name, role and organization.",
  },
  "interview/few-questions": {
    severity: ["warning"],
    step: ["preflight"],
    means: "There is a guest, and there are fewer than two questions.",
    fix: "Write each question as a heading of level 2 that ends with a question mark.",
  },
  "interview/unanswered": {
    severity: ["error"],
    step: ["preflight"],
    means: "A question has no answer under it.",
    fix: "Write the answer, or remove the question.",
  },
  "link/no-text": {
    severity: ["error"],
    step: ["preflight"],
    means: "A link has no words.",
    fix: "Write what it leads to, or give its picture an alt text.",
  },
  "link/generic-text": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The words of a link, such as “click here”, do not say where it leads.",
    fix: "Link words that name the page.",
  },
  "link/unreachable": {
    severity: ["error"],
    step: ["preflight"],
    means: "A link works only on this machine or network, or holds a password.",
    fix: "Link to the address that readers can open.",
  },
  "link/another-host": {
    severity: ["error", "warning"],
    step: ["preflight"],
    means:
      "The words of a link name another host than its address, as in a phishing mail. It is an error where they are an address themselves.",
    fix: "Name the same host in the words and in the address.",
  },
  "image/alt-is-a-name": {
    severity: ["warning"],
    step: ["preflight"],
    means: "An alt text is the name of a file.",
    fix: "Describe what the picture shows.",
  },
  "image/alt-too-long": {
    severity: ["warning"],
    step: ["preflight"],
    means: "An alt text has more than 125 characters, which are cut or tiring.",
    fix: "Move the rest into the caption.",
  },
  "image/heavy": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A picture has more than 200 kB as it is served, which is slow on a phone.",
    fix: "Save it smaller, or as JPEG if it is a photograph.",
  },
  "image/all-heavy": {
    severity: ["warning"],
    step: ["preflight"],
    means: "The pictures have more than 1 MB in all, which is slow on a phone.",
    fix: "Save some of them smaller, or leave some out.",
  },
  "image/blurred": {
    severity: ["warning"],
    step: ["preflight"],
    means: "A picture has fewer pixels than it is shown wide.",
    fix: "Use a picture of about twice the shown width.",
  },
  "image/not-checked": {
    severity: ["info"],
    step: ["preflight"],
    means: "The sizes of pictures were not checked. The finding says why.",
    fix: "Nothing needs to be done.",
  },
  "link/encoded-tag": {
    severity: ["warning"],
    step: ["preflight"],
    means: "An address seems to hold a merge tag whose braces are encoded, and nothing fills it in.",
    fix: "Write the tag with its braces.",
  },
  "share/not-online": {
    severity: ["error"],
    step: ["preflight"],
    means: "`::share` stands in an issue that has no page online.",
    fix: "Remove it, or write `archive: public` or `archive: unlisted`.",
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
