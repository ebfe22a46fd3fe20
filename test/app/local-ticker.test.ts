import { afterEach, expect, test, vi } from "vitest";
import { startLocalTicker } from "#src/app/job/local-ticker.ts";

const HOUR = 3_600_000;
const FAKED = ["Date", "setTimeout", "clearTimeout"] as const;
const ZONE = process.env["TZ"];

afterEach(() => {
  vi.useRealTimers();
  if (ZONE === undefined) delete process.env["TZ"];
  else process.env["TZ"] = ZONE;
});

test("a clock set back an hour keeps the next pass waiting for a minute, not for an hour", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-12-01T09:00:30Z"), toFake: [...FAKED] });
  let passes = 0;
  const pass = async () => void (passes += 1);
  await using _ticker = await startLocalTicker({ pattern: "* * * * *", pass, onError: () => undefined });
  vi.setSystemTime(Date.parse("2026-12-01T08:00:30Z"));
  await vi.advanceTimersByTimeAsync(3 * 60_000);
  expect(passes).toBeGreaterThanOrEqual(3);
});

test("passes never meet, however long one takes", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-12-01T09:00:00Z"), toFake: [...FAKED] });
  let atOnce = 0;
  let passes = 0;
  const pass = async () => {
    passes += 1;
    expect((atOnce += 1)).toBe(1);
    if (passes > 1) await new Promise((resolve) => setTimeout(resolve, 150_000));
    atOnce -= 1;
  };
  await using _ticker = await startLocalTicker({ pattern: "* * * * *", pass, onError: () => undefined });
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(passes).toBe(5);
});

test.each([
  { what: "repeats", start: "2026-11-01T04:30:00Z" },
  { what: "skips", start: "2026-03-08T05:30:00Z" },
])("the files are read every minute of the hour that summer time $what", async ({ start }) => {
  process.env["TZ"] = "America/New_York";
  vi.useFakeTimers({ now: Date.parse(start), toFake: [...FAKED] });
  const minutes: number[] = [];
  const pass = async () => void minutes.push(Math.floor((Date.now() - Date.parse(start)) / 60_000));
  await using _ticker = await startLocalTicker({ pattern: "* * * * *", pass, onError: () => undefined });
  await vi.advanceTimersByTimeAsync(4 * HOUR);
  expect(minutes).toEqual(Array.from({ length: 4 * 60 + 1 }, (_, minute) => minute));
});
