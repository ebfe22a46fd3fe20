import type { TriggerName } from "#src/model/states.ts";
import { en as join } from "./join-en.ts";

/** The trigger mails of a newsletter that has none of its own; `body` is Markdown. Every other language says the same. */
export const enMails = {
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
  /** To the new address of a reader who asked to change it. */
  change: {
    title: "Is this your new address?",
    subject: "Confirm your new address for {name}",
    preview: "Confirm and your copies come here from now on. Do nothing, and they go where they went before.",
    asked: "A reader of ours, we hope you, asked us to send their copies to this address from now on.",
    button: "Yes, send them here",
    ignore: "If it was not you, ignore this email. Unless you confirm, we will not write again.",
  },
  /** To the address that the reader had before. */
  changed: {
    title: "Your copies go to another address now",
    subject: "Your address for {name} was changed",
    preview: "From now on we send your copies to the address that was confirmed, and none to this one.",
    asked:
      "Somebody with a link from one of your emails changed the address, and confirmed it from the new one. If that was you, there is nothing to do.",
    button: "It was not me: send them here again",
    ignore: "The button works for thirty days.",
  },
} satisfies Record<TriggerName, unknown>;
