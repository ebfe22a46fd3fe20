import type { EmailEventType } from "./behaviour.ts";

/** What a reader or their mail program does to a mail that arrived: its event, and whether a bounce is permanent. */
export const HAPPENINGS = {
  delivered: ["email.delivered", false],
  opened: ["email.opened", false],
  clicked: ["email.clicked", false],
  bounced: ["email.bounced", true],
  bounced_soft: ["email.bounced", false],
  complained: ["email.complained", false],
} as const satisfies Record<string, readonly [EmailEventType, boolean]>;

/** What happens, and to which recipient of a mail. `clicked` is the link of a click: the first link unless given. */
export interface Happening {
  readonly to: string;
  readonly what: keyof typeof HAPPENINGS;
  readonly clicked?: string | undefined;
}

export const HAPPENING_NAMES = Object.keys(HAPPENINGS) as readonly Happening["what"][];
