import { expect, test } from "vitest";
import sharp from "sharp";
import { gatherFacts } from "#src/app/facts/gather-facts.ts";
import { addSubscriber } from "#src/audience/add-subscriber.ts";
import { BUILT_IN_TAGS } from "#src/model/merge-tag.ts";
import { SUPPRESSION_KEY, tempLedger } from "../helpers/temp-ledger.ts";
import { letter, NEWSLETTER, TEMPLATE } from "../preflight/build-letter.ts";

const KEY = "0123456789abcdef0123456789abcdef";

test.each(["sqlite", "postgres"] as const)("counts who lacks an attribute on %s", async (dialect) => {
  const ledger = await tempLedger({ dialect });
  const add = (address: string, attributes: Record<string, string>) =>
    addSubscriber(ledger, address, {
      newsletter: NEWSLETTER,
      list: "weekly",
      suppressionKey: SUPPRESSION_KEY,
      source: "test",
      attributes,
    });
  await add("ada@a.example", { first_name: "Ada", last_name: "Quispe" });
  await add("grace@a.example", { first_name: "Grace" });
  await add("linus@a.example", {});
  const tags = ["first_name", "last_name"].map((name) => ({
    name: `subscriber.${name}`,
    filters: [],
    source: name,
  }));
  const { email, issue } = letter({ tags: [...BUILT_IN_TAGS, ...tags] });
  const { readers } = await gatherFacts(
    NEWSLETTER,
    { issue, email, assets: [], images: {}, template: TEMPLATE, source: "" },
    { now: 0, ledger },
  );
  expect(readers).toMatchObject({
    kind: "known",
    value: {
      subscribers: 3,
      attributes: { first_name: { lacking: 1, longest: 5 }, last_name: { lacking: 2, longest: 6 } },
    },
  });
});

test("measures pictures as they are served, and says what it could not find out", async () => {
  const size = { width: 80, height: 40, channels: 3, background: "#14566b" } as const;
  const bytes = await sharp({ create: size }).png().toBuffer();
  const served = { width: 600, height: 300 };
  const images = {
    "press.png": { url: `https://news.example.org/a/${KEY}.png`, ...served },
    "https://else.example/x.png": { url: "https://else.example/x.png", ...served },
  };
  const { email, issue } = letter();
  const assets = [{ key: KEY, mediaType: "image/png", bytes }];
  const facts = await gatherFacts(
    NEWSLETTER,
    { issue, email, assets, images, template: TEMPLATE, source: "" },
    { now: 0, ledger: null },
  );
  expect(facts.images).toEqual({
    kind: "known",
    value: { "press.png": { bytes: bytes.length, pixelWidth: 80, shownWidth: 600, shownHeight: 300 } },
  });
  expect(facts.readers).toEqual({ kind: "unavailable", reason: "no ledger was opened" });
});

test("says of an animation whether it begins with a plain colour", async () => {
  const frame = (background: string) =>
    sharp({ create: { width: 40, height: 20, channels: 3, background } })
      .png()
      .toBuffer();
  const pressed = await sharp({ create: { width: 40, height: 20, channels: 3, background: "#fff" } })
    .composite([{ input: { create: { width: 9, height: 9, channels: 3, background: "#000" } } }])
    .png()
    .toBuffer();
  const film = (...frames: readonly Buffer[]) =>
    sharp([...frames], { join: { animated: true } })
      .gif()
      .toBuffer();
  const all = {
    "fades-in.gif": await film(await frame("#fff"), pressed),
    "fades-out.gif": await film(pressed, await frame("#fff")),
    "one-frame.gif": await sharp(await frame("#fff"))
      .gif()
      .toBuffer(),
  };
  const entries = Object.entries(all).map(([src, bytes], index) => ({
    src,
    bytes,
    key: `${index}`.repeat(32),
  }));
  const { email, issue } = letter();
  const { images } = await gatherFacts(
    NEWSLETTER,
    {
      issue,
      email,
      assets: entries.map(({ key, bytes }) => ({ key, mediaType: "image/gif", bytes })),
      images: Object.fromEntries(
        entries.map(({ src, key }) => [
          src,
          { url: `https://news.example.org/a/${key}.gif`, width: 40, height: 20 },
        ]),
      ),
      template: TEMPLATE,
      source: "",
    },
    { now: 0, ledger: null },
  );
  const blank =
    images.kind === "known" ? Object.keys(images.value).filter((src) => images.value[src]?.blankStart) : null;
  expect(blank).toEqual(["fades-in.gif"]);
});
