import { expect, test } from "vitest";
import { readName, writeName } from "#src/model/hosted/broadcast-name.ts";

const NAME = {
  slug: "hello",
  digest: "0123456789ab",
  at: Date.parse("2026-12-01T14:00:00Z"),
  commitAt: Date.parse("2026-11-24T12:34:56Z"),
  commit: "0a1b2c3",
  mark: null,
} as const;

test("a name is read as it was written, with its mark", () => {
  expect(writeName(NAME)).toBe("lp/hello/0123456789ab/20261201T1400Z/20261124T123456Z-0a1b2c3");
  // Made by a version that wrote no commit.
  expect(readName(writeName({ ...NAME, commit: null }))).toEqual({ ...NAME, commit: null, isCopy: false });
  for (const mark of [null, "set", "off", "closed"] as const)
    expect(readName(writeName({ ...NAME, mark }))).toEqual({ ...NAME, mark, isCopy: false });
});

test("a copy made in the dashboard is known, and what is not ours is not", () => {
  expect(readName(`${writeName({ ...NAME, mark: "set" })} (copy)`)).toEqual({
    ...NAME,
    mark: "set",
    isCopy: true,
  });
  for (const text of [
    "",
    "December",
    "lp/hello",
    "lp/hello/0123456789ab/20261201T1400Z",
    "lp/hello/x/20261301T9900Z/20261124T123456Z",
  ])
    expect(readName(text)).toBeNull();
});
