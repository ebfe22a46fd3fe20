import type { z } from "zod";
import { answerDocument } from "./answer-document.ts";
import { calendarDocument } from "./calendar-document.ts";
import { checkDocument } from "./check-document.ts";
import { checksDocument } from "./checks-document.ts";
import { lineDocument } from "./line-document.ts";
import {
  countDocument,
  importDocument,
  moveDocument,
  personDocument,
  suppressedDocument,
  suppressionsDocument,
} from "./people-documents.ts";
import { mailDocument } from "./mail-document.ts";
import { planDocument } from "./plan-document.ts";
import { postsDocument } from "./posts-document.ts";
import { reportDocument } from "./report-document.ts";
import { statusDocument } from "./status-document.ts";

/** One form of what `--json` prints. */
interface Document {
  readonly schema: z.ZodType;
  /** The commands that print it, as they are typed. None: every command without a document of its own. */
  readonly commands: readonly string[];
  readonly about: string;
  /** One JSON object a line, as long as the command runs. */
  readonly lines?: true;
}

/** Every document of `--json`, by the name of its schema. docs/schemas/ and `letterpress schema` are made from this. */
export const DOCUMENTS: Readonly<Record<string, Document>> = {
  answer: {
    schema: answerDocument,
    commands: [],
    about:
      "What was done or went wrong: of a command without a document of its own, and of every command that fails.",
  },
  calendar: { schema: calendarDocument, commands: ["calendar"], about: "Issues by time." },
  check: { schema: checkDocument, commands: ["check"], about: "What is wrong in issues." },
  checks: {
    schema: checksDocument,
    commands: ["doctor", "connect"],
    about: "What was checked, in the order in which it is printed.",
  },
  count: {
    schema: countDocument,
    commands: ["subscribers count"],
    about: "How many subscribers there are, by list and state.",
  },
  import: {
    schema: importDocument,
    commands: ["subscribers import"],
    about: "What an import of subscribers did, or would do.",
  },
  line: {
    schema: lineDocument,
    commands: ["dev", "serve", "sandbox"],
    about: "A line of what runs until it is stopped: the first when it answers, with its address.",
    lines: true,
  },
  mail: {
    schema: mailDocument,
    commands: ["doctor --eml"],
    about: "What a received mail looks like to a mailbox provider.",
  },
  move: { schema: moveDocument, commands: ["move"], about: "Who was carried to the other side." },
  person: {
    schema: personDocument,
    commands: ["subscribers show"],
    about: "All that is known of an address, to give to its owner.",
  },
  plan: { schema: planDocument, commands: ["plan"], about: "What would happen to an issue." },
  posts: { schema: postsDocument, commands: ["import posts"], about: "What an import of old posts wrote." },
  report: { schema: reportDocument, commands: ["report"], about: "How an issue went." },
  status: { schema: statusDocument, commands: ["status"], about: "Where sends or issues are." },
  suppressed: {
    schema: suppressedDocument,
    commands: ["suppressions import"],
    about: "What an import of suppressions did.",
  },
  suppressions: {
    schema: suppressionsDocument,
    commands: ["suppressions list"],
    about: "Addresses that are never mailed.",
  },
};
