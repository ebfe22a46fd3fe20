import { expect, test } from "vitest";
import { stateInWords } from "#src/cli/hosted/state-in-words.ts";

const AT = Date.parse("2026-12-01T12:00:00Z");
const STAYS = Date.parse("2026-12-01T14:00:00Z");

test.each([
  [
    { near: false, stays: null },
    "is not sent: its time, Tue 1 Dec 2026, 12:00 (UTC), had passed when it was first seen ready to send.",
  ],
  [
    { near: false, stays: STAYS },
    "names Tue 1 Dec 2026, 12:00 (UTC) now, which is past: Resend still sends the version it has Tue 1 Dec 2026, 14:00 (UTC).",
  ],
  [
    { near: true, stays: STAYS },
    "names Tue 1 Dec 2026, 12:00 (UTC) now, which is too soon: Resend still sends the version it has Tue 1 Dec 2026, 14:00 (UTC).",
  ],
])("a missed time says what readers get: %o", (missed, words) => {
  const place = { zone: "UTC", slug: "letter", why: null };
  expect(stateInWords({ kind: "missed", at: AT, ...missed }, place)).toBe(
    `${words} Next: \`letterpress send letter\`.`,
  );
});
