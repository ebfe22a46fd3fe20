import { expect, test } from "vitest";
import { stateInWords } from "#src/cli/hosted/state-in-words.ts";
import { instantInWords } from "#src/model/wall-clock.ts";

const AT = Date.parse("2026-12-01T12:00:00Z");
const STAYS = Date.parse("2026-12-01T14:00:00Z");
const [NOON, TWO] = [AT, STAYS].map((at) => instantInWords(at, "UTC"));

test.each([
  [
    { near: false, stays: null },
    `is not sent: its time, ${NOON}, had passed when it was first seen ready to send.`,
  ],
  [
    { near: false, stays: STAYS },
    `names ${NOON} now, which is past: Resend still sends the version it has ${TWO}.`,
  ],
  [
    { near: true, stays: STAYS },
    `names ${NOON} now, which is too soon: Resend still sends the version it has ${TWO}.`,
  ],
])("a missed time says what readers get: %o", (missed, words) => {
  const place = { zone: "UTC", slug: "letter", why: null };
  expect(stateInWords({ kind: "missed", at: AT, ...missed }, place)).toBe(
    `${words} Next: \`letterpress send letter\`.`,
  );
});
