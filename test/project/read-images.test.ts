import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { loadProject } from "#src/project/load-project.ts";
import { readImages } from "#src/project/read-images.ts";
import { tempProject, type TempProject } from "./temp-project.ts";

const picture = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 80, b: 40, alpha: 0.5 } } });
const png = (width: number, height: number) => picture(width, height).png().toBuffer();

const body = (...lines: readonly string[]) => ["---", "title: Hello", "---", "", ...lines, ""].join("\n");

async function read({ root }: TempProject) {
  const { issues, newsletter } = await loadProject(root);
  const issue = issues[0]?.issue;
  if (!issue) throw new Error(JSON.stringify(issues[0]?.findings));
  return readImages(root, issue, newsletter);
}

test("pictures are at most as wide as the text, and sent at most twice as wide", async () => {
  await using project = await tempProject({
    "issues/2026-12-01-a/index.md": body("![A](./big.png)", "![B](small.png)", "![C](./with%20space.png)"),
    "issues/2026-12-01-a/big.png": await png(3000, 1500),
    "issues/2026-12-01-a/small.png": await png(300, 100),
    "issues/2026-12-01-a/with space.png": await png(800, 400),
  });
  const { images, assets, findings } = await read(project);
  expect(findings).toEqual([]);
  expect(Object.entries(images).map(([src, { width, height }]) => [src, width, height])).toEqual([
    ["./big.png", 592, 296],
    ["small.png", 300, 100],
    ["./with%20space.png", 592, 296],
  ]);
  // In a wider column they are shown as wide as it, or as their files.
  expect(Object.values(images).map(({ most }) => most)).toEqual([1184, undefined, 800]);
  const sizes = await Promise.all(assets.map(async ({ bytes }) => (await sharp(bytes).metadata()).width));
  expect(sizes).toEqual([1184, 300, 800]);
  for (const [index, { url }] of Object.values(images).entries()) {
    expect(url).toBe(`https://letters.example/a/${assets[index]?.key}.png`);
    expect(assets[index]?.key).toMatch(/^[0-9a-f]{32}$/);
  }
});

test("the picture of an author is the project's and the same square in every issue; a sponsor's logo is small", async () => {
  const head = "---\ntitle: x\nauthors: [ada, bo, far]\nsponsor: { name: Acme, logo: acme.png }\n---\n";
  const text = '::sponsor[Ink]{logo="./ink.png"}\n\n![Big](./acme-wide.png)\n';
  await using project = await tempProject(
    {
      "issues/2026-12-01-a/index.md": head + text,
      "issues/2026-12-01-a/acme.png": await png(900, 300),
      "issues/2026-12-01-a/ink.png": await png(100, 50),
      "issues/2026-12-01-a/acme-wide.png": await png(900, 300),
      "people/both.png": await png(400, 600),
    },
    {
      authors: {
        ada: { name: "Ada", image: "people/both.png" },
        bo: { name: "Bo", image: { src: "./people/both.png", alt: "Bo at a press" } },
        far: { name: "Far", image: "people/gone.png" },
      },
    },
  );
  const { images, findings } = await read(project);
  expect(Object.entries(images).map(([src, { width, height }]) => [src, width, height])).toEqual([
    ["./acme-wide.png", 592, 197],
    ["acme.png", 160, 53],
    ["./ink.png", 100, 50],
    ["author:ada", 88, 88],
    ["author:bo", 88, 88],
  ]);
  // What is wrong with the config is found there.
  expect(findings).toMatchObject([
    { rule: "image/missing", file: "newsletter.config.ts", severity: "error" },
  ]);
});

test("the key comes from the source and the recipe: the same picture keeps its address in another project", async () => {
  const bytes = await png(700, 700);
  const files = { "issues/2026-12-01-a.md": body("![A](./a.png)"), "issues/a.png": bytes };
  await using one = await tempProject(files);
  await using two = await tempProject(files, { url: "https://other.example" });
  await using three = await tempProject({
    "issues/2026-12-01-a.md":
      "---\ntitle: x\nguests: [{ name: Ada, image: { src: ./a.png, alt: Ada } }]\n---\n",
    "issues/a.png": bytes,
  });
  const [a, b, c] = [await read(one), await read(two), await read(three)];
  expect(a.assets[0]?.key).toBe(b.assets[0]?.key);
  expect(b.images["./a.png"]?.url).toMatch(/^https:\/\/other\.example\/a\//);
  expect(c.assets[0]?.key).not.toBe(a.assets[0]?.key);
});

test("a portrait is a square cut out of the middle, unless the body shows the picture too", async () => {
  const guest = "guests: [{ name: Ada, image: { src: ./a.jpg, alt: Ada } }]";
  const wide = await sharp({ create: { width: 600, height: 300, channels: 3, background: "#00f" } })
    .composite([
      { input: { create: { width: 300, height: 300, channels: 3, background: "#f00" } }, left: 150, top: 0 },
    ])
    .jpeg()
    .toBuffer();
  await using project = await tempProject({
    "issues/2026-12-01-a.md": `---\ntitle: x\n${guest}\n---\nText.\n`,
    "issues/a.jpg": wide,
  });
  const { images, assets } = await read(project);
  expect(images["./a.jpg"]).toMatchObject({ width: 88, height: 88 });
  const { data, info } = await sharp(assets[0]?.bytes).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 176, height: 176 });
  expect([data[0], data[2]].map((value) => (value ?? 0) > 200)).toEqual([true, false]);
  await project.write("issues/2026-12-01-a.md", `---\ntitle: x\n${guest}\n---\n![A](./a.jpg)\n`);
  expect((await read(project)).images["./a.jpg"]).toMatchObject({ width: 592, height: 296 });
});

test("EXIF data is applied and removed", async () => {
  const bytes = await picture(400, 200)
    .jpeg()
    .withExif({ IFD0: { Copyright: "Somebody", Artist: "At home" } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  await using project = await tempProject({
    "issues/2026-12-01-a.md": body("![A](a.jpg)"),
    "issues/a.jpg": bytes,
  });
  const { images, assets } = await read(project);
  expect(images["a.jpg"]).toMatchObject({ width: 200, height: 400 });
  const metadata = await sharp(assets[0]?.bytes).metadata();
  expect(metadata).toMatchObject({ width: 200, height: 400 });
  expect([metadata.exif, metadata.orientation]).toEqual([undefined, undefined]);
});

test("an animation that fits stays as it is", async () => {
  const bytes = await sharp(Buffer.alloc(20 * 40 * 3, 90), {
    raw: { width: 20, height: 40, channels: 3, pageHeight: 20 },
  })
    .gif()
    .toBuffer();
  await using project = await tempProject({
    "issues/2026-12-01-a.md": body("![A](a.gif)"),
    "issues/a.gif": bytes,
  });
  const { assets, images } = await read(project);
  expect(assets).toMatchObject([{ mediaType: "image/gif" }]);
  expect(assets[0]?.bytes.equals(bytes)).toBe(true);
  expect(images["a.gif"]).toMatchObject({ width: 20, height: 20 });
});

test("formats that mail programs do not show are converted, with a note", async () => {
  await using project = await tempProject({
    "issues/2026-12-01-a.md": body("![A](a.webp)", "![B](b.webp)", "![C](c.avif)"),
    "issues/a.webp": await picture(100, 50, 4).webp().toBuffer(),
    "issues/b.webp": await picture(100, 50).webp().toBuffer(),
    "issues/c.avif": await picture(64, 64).avif().toBuffer(),
  });
  const { assets, findings } = await read(project);
  expect(assets.map(({ mediaType }) => mediaType)).toEqual(["image/png", "image/jpeg", "image/jpeg"]);
  expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(
    Array(3).fill("image/converted info"),
  );
});

test("a picture replaced under the same name has another key", async () => {
  await using project = await tempProject({
    "issues/2026-12-01-a.md": body("![A](a.png)"),
    "issues/a.png": await png(100, 100),
  });
  const first = await read(project);
  await project.write("issues/a.png", await png(100, 101));
  const second = await read(project);
  expect(second.assets[0]?.key).not.toBe(first.assets[0]?.key);
  expect(second.images["a.png"]).toMatchObject({ height: 101 });
});

test("what cannot be shown is an error at the image's place", async () => {
  const pixels = Buffer.from(
    Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * index * 7919) % 251),
  );
  const noise = await sharp(pixels, { raw: { width: 300, height: 300, channels: 3 } })
    .png()
    .toBuffer();
  await using project = await tempProject({
    "issues/2026-12-01-a.md": body(
      "![A](missing.png)",
      "",
      "![B](flwo.png)",
      "",
      "![C](text.png)",
      "",
      "![D](a.svg)",
      "",
      "![E](half.png)",
      "",
      "![F](huge.png)",
      "",
      "![G](folder)",
    ),
    "issues/flow.png": await png(10, 10),
    "issues/text.png": "not a picture",
    "issues/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
    "issues/half.png": noise.subarray(0, noise.length / 2),
    "issues/huge.png": Buffer.alloc(11 * 1024 * 1024),
    "issues/folder/x": "",
  });
  const { images, assets, findings } = await read(project);
  expect(
    findings.map(({ rule, severity, file, line, column }) => `${rule} ${severity} ${file}:${line}:${column}`),
  ).toEqual([
    "image/missing error issues/2026-12-01-a.md:5:1",
    "image/missing error issues/2026-12-01-a.md:7:1",
    "image/unreadable error issues/2026-12-01-a.md:9:1",
    "image/svg error issues/2026-12-01-a.md:11:1",
    "image/unreadable error issues/2026-12-01-a.md:13:1",
    "image/too-large error issues/2026-12-01-a.md:15:1",
    "image/unreadable error issues/2026-12-01-a.md:17:1",
  ]);
  expect(findings[1]?.hint).toBe("Did you mean flow.png?");
  expect([images, assets]).toEqual([{}, []]);
});

test("no path and no link leads out of the project", async () => {
  const outside = await mkdtemp(join(tmpdir(), "letterpress-outside-"));
  try {
    await writeFile(join(outside, "secret.png"), await png(10, 10));
    await using project = await tempProject({
      "issues/2026-12-01-a.md": body(
        `![A](../../${outside.split("/").at(-1)}/secret.png)`,
        "",
        "![B](link.png)",
        "",
        "![C](..%2F..%2Fx.png)",
      ),
    });
    await symlink(join(outside, "secret.png"), join(project.root, "issues/link.png"));
    const { findings, assets } = await read(project);
    expect(findings.map(({ rule }) => rule)).toEqual(["image/outside", "image/outside", "image/missing"]);
    expect(assets).toEqual([]);
  } finally {
    await rm(outside, { recursive: true });
  }
});

test("pictures on other sites are passed through, with a warning", async () => {
  await using project = await tempProject({
    "issues/2026-12-01-a.md": body("![A](https://example.org/a.png)"),
  });
  const { images, assets, findings } = await read(project);
  expect(findings).toMatchObject([{ rule: "image/remote", severity: "warning", line: 5 }]);
  expect([images, assets]).toEqual([{}, []]);
});

test("the logo is read beside the config, at its own width, in both schemes", async () => {
  const theme = { logo: { light: "logo.png", dark: "./logo-dark.png", alt: "The Test", width: 120 } };
  await using project = await tempProject(
    {
      "issues/2026-12-01-a.md": body("Text."),
      "logo.png": await png(480, 120),
      "logo-dark.png": await png(480, 121),
    },
    { theme },
  );
  const { images, assets } = await read(project);
  expect(images["logo:light"]).toMatchObject({ width: 120, height: 30 });
  expect(images["logo:light"]).toEqual(images["logo.png"]);
  expect(images["logo:dark"]).toEqual(images["./logo-dark.png"]);
  expect(assets).toHaveLength(2);
  await rm(join(project.root, "logo-dark.png"));
  expect((await read(project)).findings).toMatchObject([
    { rule: "image/missing", file: "newsletter.config.ts", line: null },
  ]);
});

test("the picture of a film has a mark to play it; where it is missing, the card has words and a finding", async () => {
  const still = await sharp({ create: { width: 1280, height: 720, channels: 3, background: "#808080" } })
    .jpeg()
    .toBuffer();
  const film = "https://youtu.be/dQw4w9WgXcQ";
  await using project = await tempProject({
    "issues/2026-12-01-a/index.md": body(film, "", "https://vimeo.com/76979871"),
    "issues/2026-12-01-a/youtube-dQw4w9WgXcQ.jpg": still,
  });
  const { images, assets, findings } = await read(project);
  expect(Object.entries(images).map(([src, { width, height }]) => [src, width, height])).toEqual([
    ["play:./youtube-dQw4w9WgXcQ.jpg", 592, 333],
  ]);
  const { data, info } = await sharp(assets[0]?.bytes).raw().toBuffer({ resolveWithObject: true });
  const brightness = (x: number, y: number) => data[(y * info.width + x) * info.channels] ?? 0;
  expect([info.width, info.height]).toEqual([1184, 666]);
  // The middle of the triangle is white, the disc around it dark, and the rest is the picture.
  expect(brightness(592, 333)).toBeGreaterThan(240);
  expect(brightness(592, 270)).toBeLessThan(70);
  expect(brightness(100, 100)).toBeGreaterThan(120);
  expect(findings.map(({ severity, rule, line, hint }) => [severity, rule, line, hint])).toEqual([
    [
      "warning",
      "video/no-picture",
      7,
      "Run `letterpress check --fix`: it fetches the picture. Or save one as ./vimeo-76979871.jpg beside the file.",
    ],
  ]);
});

test("a film's own picture has the mark, too, and the same picture beside it has none", async () => {
  await using project = await tempProject({
    "issues/2026-12-01-a.md": body(
      "![Still](./still.png)",
      "",
      '::card[Film]{href="https://youtu.be/dQw4w9WgXcQ" image="./still.png"}',
      "",
      '::card[Film]{href="https://youtu.be/dQw4w9WgXcQ" image="./gone.png"}',
    ),
    "issues/still.png": await png(800, 450),
  });
  const { images, findings } = await read(project);
  expect(Object.keys(images)).toEqual(["./still.png", "play:./still.png"]);
  expect(images["./still.png"]?.url).not.toBe(images["play:./still.png"]?.url);
  expect(findings.map(({ severity, rule, line }) => [severity, rule, line])).toEqual([
    ["error", "image/missing", 9],
  ]);
});

test("pictures of a gallery are sent for half of the text, unless one is shown larger elsewhere", async () => {
  await using project = await tempProject({
    "issues/2026-12-01-a.md": body(
      ":::gallery",
      "![A](./a.png)",
      "![B](./b.png)",
      ":::",
      "",
      "![B](./b.png)",
    ),
    "issues/a.png": await png(2000, 1000),
    "issues/b.png": await png(2000, 1000),
  });
  const { images } = await read(project);
  expect([images["./a.png"]?.width, images["./b.png"]?.width]).toEqual([290, 592]);
});

test("icons of the footer are squares of 24 px", async () => {
  await using project = await tempProject(
    {
      "issues/2026-12-01-a.md": body("Text."),
      "icons/m.png": await png(96, 96),
      "icons/d.png": await png(96, 96),
    },
    {
      social: [
        {
          label: "Mastodon",
          url: "https://m.example/@x",
          icon: { light: "icons/m.png", dark: "icons/d.png" },
        },
        { label: "Words", url: "https://w.example" },
        { label: "Gone", url: "https://g.example", icon: { light: "icons/gone.png" } },
      ],
    },
  );
  const { images, findings } = await read(project);
  expect(images).toMatchObject({
    "icon:icons/m.png": { width: 24, height: 24 },
    "icon:icons/d.png": { width: 24, height: 24 },
  });
  expect(findings.map(({ rule, file }) => [rule, file])).toEqual([["image/missing", "newsletter.config.ts"]]);
});
