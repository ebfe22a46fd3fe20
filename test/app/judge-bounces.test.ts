import { expect, onTestFinished, test } from "vitest";
import { DAY_MS } from "#src/model/durations.ts";
import { takeEvent } from "#src/track/take-event.ts";
import { bounce, eventOf, seedSend } from "../track/seed.ts";
import { startPress } from "../web/press.ts";

test("a tick judges bounces by the numbers of the config", async () => {
  const press = await startPress({ config: { bounces: { sends: 2, days: 3, rest_days: 5 } } });
  onTestFinished(() => press[Symbol.asyncDispose]());
  const { ledger, config } = press.app;
  const bounceAt = async (slug: string): Promise<void> => {
    const at = press.clock.now();
    const seeded = await seedSend(ledger, { slug, count: 2, startedAt: at });
    const event = eventOf(ledger, seeded, 0, "email.bounced", { at, extra: bounce("Transient") });
    await takeEvent(ledger, event, { suppressionKey: config.suppressionKey });
  };
  const resting = async () =>
    (await ledger.db.selectFrom("subscribers").select("rests_until").orderBy("id").execute()).map(
      ({ rests_until: until }) => until,
    );

  await bounceAt("first");
  await press.tick();
  expect(await resting()).toEqual([null, null]);
  press.clock.advance(4 * DAY_MS);
  await bounceAt("second");
  await press.tick();
  const [until, other] = await resting();
  expect(other).toBe(null);
  const days = ((until ?? 0) - press.clock.now()) / DAY_MS;
  expect(days).toBeGreaterThan(4.9);
  expect(days).toBeLessThanOrEqual(5);
});
