import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { fetchFilmPictures } from "#src/app/fixes/fetch-film-pictures.ts";
import { createPictureFetcher, type FetchPicture } from "#src/app/posts/fetch-picture.ts";
import { hashInputs } from "#src/project/hash-inputs.ts";
import { loadProject } from "#src/project/load-project.ts";
import { loopbackWeb } from "../helpers/loopback-web.ts";
import { tempProject } from "../helpers/temp-project.ts";

const FOLDER = "issues/2026-12-01-films";
const films = (...addresses: readonly string[]) => ({
  [`${FOLDER}/index.md`]: ["---", "title: Films", "---", "", ...addresses.flatMap((one) => [one, ""])].join(
    "\n",
  ),
});

const still = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#369" } })
    .png()
    .toBuffer();

/** The still of a wide film as YouTube puts it into 4:3, in the JPEG that it answers with. */
const barred = async (width: number, height: number) =>
  sharp(await still(width, (width * 9) / 16))
    .resize({ width, height, fit: "contain", background: "#000" })
    .jpeg({ quality: 60 })
    .toBuffer();

interface Answer {
  readonly type: string;
  readonly body: Buffer | string;
}

/** The sites of films on this machine: `answers` by the path of a request, query included; 404 for every other. */
async function openSites(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    const answer = answers[url];
    if (answer === undefined) response.writeHead(404, { "content-type": "image/jpeg" }).end("gone");
    else response.writeHead(200, { "content-type": answer.type }).end(answer.body);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const here = (fetcher: FetchPicture): FetchPicture => {
    return (url) => fetcher(url.replace(/^https:\/\/[^/]+/, at));
  };
  const web = loopbackWeb();
  return {
    asked,
    sources: {
      picture: here(createPictureFetcher(web)),
      about: here(createPictureFetcher(web, "application/json")),
    },
  };
}

test("fetches the largest picture that YouTube has and the one that Vimeo names, as JPEG beside the issue", async () => {
  const root = await tempProject(films("https://youtu.be/dQw4w9WgXcQ", "https://vimeo.com/76979871"));
  const { sources } = await openSites({
    "/vi/dQw4w9WgXcQ/hqdefault.jpg": { type: "image/jpeg", body: await barred(480, 360) },
    "/api/oembed.json?width=1280&url=https%3A%2F%2Fvimeo.com%2F76979871": {
      type: "application/json",
      body: JSON.stringify({ title: "Film", thumbnail_url: "https://i.vimeocdn.com/video/1_1280.jpg" }),
    },
    "/video/1_1280.jpg": { type: "image/webp", body: await still(1280, 536) },
  });
  const { issues } = await loadProject(root);
  const before = await hashInputs(await loadProject(root), issues[0]!);
  const fetched = await fetchFilmPictures({ root }, issues, sources);
  expect(fetched).toEqual([
    { file: `${FOLDER}/youtube-dQw4w9WgXcQ.jpg`, url: "https://youtu.be/dQw4w9WgXcQ", problem: null },
    { file: `${FOLDER}/vimeo-76979871.jpg`, url: "https://vimeo.com/76979871", problem: null },
  ]);
  const sizes = await Promise.all(
    fetched.map(async ({ file }) => {
      const { format, width, height } = await sharp(await readFile(join(root, file))).metadata();
      return [format, width, height];
    }),
  );
  // The first has bars above and below, which are cut off.
  expect(sizes).toEqual([
    ["jpeg", 480, 270],
    ["jpeg", 1280, 536],
  ]);
  // An issue without its film's picture is an issue; with it, it is another one.
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashInputs(await loadProject(root), issues[0]!)).not.toBe(before);
});

test("fetches nothing that is there, and each film once", async () => {
  const film = "https://youtu.be/dQw4w9WgXcQ";
  const root = await tempProject(
    films(film, "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://youtu.be/aaaaaaaaaaa"),
  );
  const own = join(root, FOLDER, "youtube-aaaaaaaaaaa.jpg");
  await writeFile(own, "the author's own");
  const { sources, asked } = await openSites({
    "/vi/dQw4w9WgXcQ/maxresdefault.jpg": { type: "image/jpeg", body: await still(1280, 720) },
  });
  const { issues } = await loadProject(root);
  expect(await fetchFilmPictures({ root }, issues, sources)).toHaveLength(1);
  expect(await fetchFilmPictures({ root }, issues, sources)).toEqual([]);
  expect(asked).toEqual(["/vi/dQw4w9WgXcQ/maxresdefault.jpg"]);
  expect(await readFile(own, "utf8")).toBe("the author's own");
});

test("what cannot be fetched is told, leaves no file, and costs the other films nothing", async () => {
  const root = await tempProject(
    films(
      "https://youtu.be/aaaaaaaaaaa",
      "https://vimeo.com/11111111",
      "https://vimeo.com/22222222",
      "https://youtu.be/bbbbbbbbbbb",
      "https://youtu.be/dQw4w9WgXcQ",
    ),
  );
  const { sources } = await openSites({
    "/api/oembed.json?width=1280&url=https%3A%2F%2Fvimeo.com%2F11111111": {
      type: "application/json",
      body: JSON.stringify({ thumbnail_url: "file:///etc/passwd" }),
    },
    "/api/oembed.json?width=1280&url=https%3A%2F%2Fvimeo.com%2F22222222": { type: "text/html", body: "<p>" },
    "/vi/bbbbbbbbbbb/maxresdefault.jpg": { type: "image/jpeg", body: "no picture" },
    "/vi/dQw4w9WgXcQ/hq720.jpg": { type: "image/jpeg", body: await still(1280, 720) },
  });
  const { issues } = await loadProject(root);
  const fetched = await fetchFilmPictures({ root }, issues, sources);
  expect(fetched.map(({ problem }) => problem)).toEqual([
    "status 404",
    "Vimeo names no picture of it",
    "it is text/html, not application/json",
    expect.stringContaining("it cannot be read as a picture"),
    null,
  ]);
  expect((await readdir(join(root, FOLDER))).toSorted()).toEqual(["index.md", "youtube-dQw4w9WgXcQ.jpg"]);
});

test("a film that is 4:3 keeps its top and its bottom, whichever of them is dark", async () => {
  const ids = ["aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc"];
  const root = await tempProject(films(...ids.map((id) => `https://youtu.be/${id}`)));
  const half = (gravity: "north" | "south") =>
    still(640, 240).then((bytes) =>
      sharp({ create: { width: 640, height: 480, channels: 3, background: "#000" } })
        .composite([{ input: bytes, gravity }])
        .png()
        .toBuffer(),
    );
  const { sources } = await openSites({
    "/vi/aaaaaaaaaaa/sddefault.jpg": { type: "image/png", body: await still(640, 480) },
    "/vi/bbbbbbbbbbb/sddefault.jpg": { type: "image/png", body: await half("north") },
    "/vi/ccccccccccc/sddefault.jpg": { type: "image/png", body: await half("south") },
  });
  const { issues } = await loadProject(root);
  const fetched = await fetchFilmPictures({ root }, issues, sources);
  const heights = fetched.map(
    async ({ file }) => (await sharp(await readFile(join(root, file))).metadata()).height,
  );
  expect(await Promise.all(heights)).toEqual([480, 480, 480]);
});
