import { expect, test } from "vitest";
import { nextSlot } from "#src/model/wall-clock.ts";

const at = (iso: string) => Date.parse(iso);

test("the next slot is this week's where it is still to come, next week's where it has passed", () => {
  expect(nextSlot("Tue 09:00", "America/Lima", at("2026-11-30T12:00:00Z"), [])).toEqual({
    local: "2026-12-01T09:00",
    at: at("2026-12-01T14:00:00Z"),
  });
  expect(nextSlot("Tue 09:00", "America/Lima", at("2026-12-01T14:00:00Z"), [])?.local).toBe(
    "2026-12-08T09:00",
  );
});

test("a slot that another issue has is passed over", () => {
  const taken = [at("2026-12-01T14:00:00Z"), at("2026-12-08T14:00:00Z")];
  expect(nextSlot("Tue 09:00", "America/Lima", at("2026-11-30T12:00:00Z"), taken)?.local).toBe(
    "2026-12-15T09:00",
  );
});

test("the day is the zone's, not Greenwich's", () => {
  // Monday 23:00 in Lima is already Tuesday in Greenwich.
  expect(nextSlot("Mon 23:30", "America/Lima", at("2026-12-01T04:00:00Z"), [])?.local).toBe(
    "2026-11-30T23:30",
  );
  expect(nextSlot("Tue 09:00", "Asia/Kathmandu", at("2026-12-01T00:00:00Z"), [])?.at).toBe(
    at("2026-12-01T03:15:00Z"),
  );
});

test("a week in which the clocks skip the time is passed over", () => {
  expect(nextSlot("Sun 02:30", "Europe/Madrid", at("2027-03-27T12:00:00Z"), [])?.local).toBe(
    "2027-04-04T02:30",
  );
});
