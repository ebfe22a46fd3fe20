import { expect, test } from "vitest";
import {
  dateInWords,
  instantInWords,
  isZone,
  nearestInstant,
  resolveWallClock,
  wallClockAt,
} from "#src/model/wall-clock.ts";

const resolve = (local: string, zone: string) => resolveWallClock({ local, zone });

test("a wall clock is an instant in its own zone, quarter hours included", () => {
  expect(resolve("2026-12-01T09:00", "America/Lima")).toEqual({
    kind: "instant",
    at: Date.parse("2026-12-01T14:00:00Z"),
  });
  expect(resolve("2026-12-01T09:00", "Asia/Kathmandu")).toEqual({
    kind: "instant",
    at: Date.parse("2026-12-01T03:15:00Z"),
  });
  expect(resolve("2028-02-29T09:00", "Europe/Madrid")).toEqual({
    kind: "instant",
    at: Date.parse("2028-02-29T08:00:00Z"),
  });
});

test("a time the clocks skip is a gap, named with the times around it", () => {
  expect(resolve("2027-03-28T02:30", "Europe/Madrid")).toEqual({
    kind: "gap",
    before: "2027-03-28T01:30+01:00",
    after: "2027-03-28T03:30+02:00",
  });
});

test("a time the clocks repeat is ambiguous, with both offsets", () => {
  expect(resolve("2027-10-31T02:30", "Europe/Madrid")).toEqual({
    kind: "ambiguous",
    earlier: "2027-10-31T02:30+02:00",
    later: "2027-10-31T02:30+01:00",
  });
});

test("a calendar date stays the same day west of Greenwich", () => {
  expect(dateInWords("2026-12-01", "en-GB")).toBe("1 December 2026");
  expect(dateInWords("2026-12-01", "es")).toBe("1 de diciembre de 2026");
  expect(wallClockAt(Date.parse("2026-12-01T03:00:00Z"), "America/Lima")).toEqual({
    date: "2026-11-30",
    time: "22:00",
  });
});

test("an instant in words names its zone", () => {
  expect(instantInWords(Date.parse("2026-12-01T14:00:00Z"), "America/Lima")).toBe(
    "Tue, 1 Dec 2026, 09:00 (America/Lima)",
  );
});

test("a zone is an IANA name, not an offset", () => {
  expect(isZone("America/Lima")).toBe(true);
  expect(isZone("+05:00")).toBe(false);
  expect(isZone("Lima")).toBe(false);
});

test("where nobody can be asked, a skipped time moves on with the clocks, and of a repeated one the first is meant", () => {
  const at = (local: string) => new Date(nearestInstant({ local, zone: "Europe/Madrid" })).toISOString();
  expect(at("2027-03-28T01:59")).toBe("2027-03-28T00:59:00.000Z");
  expect(at("2027-03-28T02:30")).toBe("2027-03-28T01:30:00.000Z");
  expect(at("2027-10-31T02:30")).toBe("2027-10-31T00:30:00.000Z");
});
