import type { SendView } from "../../api.ts";

/** The colour of each state of a send. Yellow asks for a person's attention: after some refusals, too, a reader has no issue. */
export const SEND_COLOURS: Readonly<Record<SendView["state"], string>> = {
  scheduled: "press",
  planning: "orange",
  submitting: "orange",
  settling: "orange",
  paused: "yellow",
  submitted: "green",
  submitted_with_failures: "yellow",
  canceled: "gray",
};
