import { expect, test } from "vitest";
import { type Asked, type Member, type Step, decideIssue } from "#src/model/hosted/decide-issue.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.parse("2026-12-01T12:00:00Z");
const DUE = NOW + 120 * MINUTE;
const COMMIT = NOW - DAY;
const MINE = "aaaaaaaaaaaa";

let ids = 0;
/** A broadcast of the letter as this commit has it, made five minutes ago, and what a test changes about it. */
function member(
  status: string,
  {
    means = {},
    ...changes
  }: Partial<Omit<Member, "means">> & { means?: Partial<NonNullable<Member["means"]>> } = {},
): Member {
  const name = {
    slug: "letter",
    digest: MINE,
    at: DUE,
    commitAt: COMMIT,
    commit: "c0c0c0c",
    mark: null,
    isCopy: false,
    ...means,
  };
  return {
    id: `b${(ids += 1)}`,
    name: "",
    segment: "s",
    status,
    createdAt: NOW - 5 * MINUTE,
    scheduledAt: status === "draft" ? null : name.at,
    sentAt: null,
    content: name.digest,
    means: name,
    ...changes,
  };
}

function stepFor(members: readonly Member[], changes: Partial<Asked> = {}): Step {
  return decideIssue({
    now: NOW,
    viewedAt: NOW,
    members,
    wanted: { kind: "ready", digest: MINE, at: DUE, picturesAt: null },
    commitAt: COMMIT,
    commit: "c0c0c0c",
    mayWrite: true,
    wroteAt: null,
    by: "tick",
    ...changes,
  });
}

function decided(members: readonly Member[], changes: Partial<Asked> = {}): string {
  const step = stepFor(members, changes);
  switch (step.do) {
    case "nothing":
      return step.state.kind;
    case "remove":
      return `remove ${step.ids.map((id) => members.findIndex((one) => one.id === id)).join(", ")}`;
    case "send":
      return step.at === null ? "send at once" : "send";
    case "create":
    case "mark":
    case "wait":
      return step.do;
  }
}

const at = (ms: number) =>
  ({ wanted: { kind: "ready", digest: MINE, at: NOW + ms, picturesAt: null } }) as const;
const made = (ms: number, at_ = NOW + ms) => ({ means: { at: at_ } });
const set = { means: { mark: "set" } } as const;
const other = { digest: "bbbbbbbbbbbb", commitAt: COMMIT - DAY };

test.each<[string, Member[], Partial<Asked>, string]>([
  ["nothing, due", [], {}, "create"],
  ["nothing, due in 29 days", [], at(29 * DAY), "create"],
  ["nothing, due in 30 days", [], at(30 * DAY), "later"],
  ["nothing, past", [], at(-MINUTE), "missed"],
  ["nothing, a create's answer was lost a moment ago", [], { wroteAt: NOW - 5000 }, "wait"],
  ["our draft", [member("draft")], {}, "send"],
  ["our draft of a moment ago", [member("draft", { createdAt: NOW - 20_000 })], {}, "wait"],
  ["our draft, 4 minutes ahead", [member("draft", made(4 * MINUTE))], at(4 * MINUTE), "waits"],
  [
    "our draft, made in time, late",
    [member("draft", { ...made(-MINUTE), createdAt: NOW - 9 * MINUTE })],
    at(-MINUTE),
    "send at once",
  ],
  ["our draft, made after its time", [member("draft", made(-9 * MINUTE))], at(-9 * MINUTE), "remove 0"],
  [
    "our draft, more than an hour late",
    [member("draft", { ...made(-61 * MINUTE), createdAt: NOW - 70 * MINUTE })],
    at(-61 * MINUTE),
    "remove 0",
  ],
  ["our draft, of another text", [member("draft", { means: other }), member("draft")], {}, "remove 0"],
  [
    "two drafts: the oldest stays",
    [member("draft"), member("draft", { createdAt: NOW - 4 * MINUTE })],
    {},
    "remove 1",
  ],
  ["our draft, canceled in the dashboard", [member("draft", set)], {}, "stopped"],
  ["our draft, hours old", [member("draft", { createdAt: NOW - 90 * MINUTE })], {}, "stopped"],
  [
    "our draft, hours old, and a person asks",
    [member("draft", { createdAt: NOW - 90 * MINUTE })],
    { by: "schedule" },
    "create",
  ],
  ["taken back", [member("draft", { means: { mark: "off" } })], {}, "unscheduled"],
  [
    "taken back, and the file names another time",
    [member("draft", { means: { mark: "off", at: DUE - DAY } })],
    {},
    "create",
  ],
  ["a draft that was edited", [member("draft", { content: "cccccccccccc" })], {}, "edited"],
  ["scheduled, equal", [member("scheduled", set)], {}, "scheduled"],
  ["scheduled, not marked yet", [member("scheduled")], {}, "mark"],
  ["scheduled, another version", [member("scheduled", { means: other })], {}, "create"],
  [
    "scheduled, another version, its draft settled",
    [member("scheduled", { means: other }), member("draft")],
    {},
    "remove 0",
  ],
  [
    "scheduled in 14 minutes, another version",
    [member("scheduled", { means: { ...other, at: NOW + 14 * MINUTE } })],
    {},
    "too-late",
  ],
  [
    "scheduled, from a later commit",
    [member("scheduled", { means: { ...other, commitAt: COMMIT + DAY } })],
    {},
    "newer",
  ],
  [
    "scheduled, the same commit rendered elsewhere",
    [member("scheduled", { means: { digest: other.digest } })],
    {},
    "differs-here",
  ],
  ["scheduled, edited", [member("scheduled", { ...set, content: "cccccccccccc" })], {}, "edited"],
  ["scheduled, rescheduled by hand", [member("scheduled", { ...set, scheduledAt: DUE + DAY })], {}, "edited"],
  ["scheduled, a draft again", [member("scheduled", set)], { wanted: { kind: "off" } }, "remove 0"],
  [
    "scheduled, the file is faulty",
    [member("scheduled", set)],
    { wanted: { kind: "unreadable" } },
    "unreadable",
  ],
  [
    "scheduled, another version, read only",
    [member("scheduled", { means: other })],
    { mayWrite: false },
    "behind",
  ],
  [
    "two scheduled",
    [member("scheduled", set), member("scheduled", { ...set, createdAt: NOW - MINUTE })],
    {},
    "remove 1",
  ],
  [
    "scheduled beside a copy by hand",
    [member("scheduled", set), member("scheduled", { means: { isCopy: true } })],
    {},
    "remove 0",
  ],
  ["scheduled by hand alone", [member("scheduled", { means: { isCopy: true } })], {}, "by-hand"],
  ["a copy by hand that is a draft", [member("draft", { means: { isCopy: true } })], {}, "create"],
  [
    "queued",
    [member("queued")],
    { wanted: { kind: "ready", digest: "dddddddddddd", at: DUE + DAY, picturesAt: null } },
    "sending",
  ],
  ["sent, and a draft is left", [member("sent"), member("draft")], {}, "remove 1"],
  ["sent under another text", [member("sent", { means: other })], at(DAY), "sent"],
  ["sent, and a person asks to send", [member("sent")], { by: "send" }, "sent"],
  ["canceled midway", [member("canceled")], {}, "canceled"],
  ["failed", [member("failed")], {}, "failed"],
  ["failed, and a person knows", [member("failed", { means: { mark: "closed" } })], {}, "canceled"],
  ["a status that nobody knows", [member("thinking")], {}, "failed"],
])("%s", (_, members, changes, expected) => {
  expect(decided(members, changes)).toBe(expected);
});

test.each([
  ["past", -MINUTE, false],
  ["too soon", 4 * MINUTE, true],
])("an edit to a time that is %s leaves what is scheduled, and says when that goes", (_, ms, near) => {
  const state = { kind: "missed", at: NOW + ms, near, stays: DUE } as const;
  expect(stepFor([member("scheduled", set)], at(ms))).toEqual({ do: "nothing", state });
});
