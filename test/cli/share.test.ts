import { mkdir, readFile } from "node:fs/promises";
import sharp from "sharp";
import { expect, test } from "vitest";
import { issue, REAL_ENV, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello/index.md";
const READERS = "email,first_name,status\nada@reader.example,Adelheid,active\n";
const BODY = [
  'Hello {{ subscriber.first_name | default: "there" }}. TK',
  "",
  "![A red square](red.png)",
  "",
  "Read [the page](https://example.org/page).",
].join("\n");

async function projectWithPicture() {
  const project = await tempProject({ [FILE]: issue(["title: A <b>bold</b> letter"], BODY) });
  await mkdir(project.path("issues/2026-12-01-hello"), { recursive: true });
  const red = { width: 40, height: 40, channels: 3, background: "red" } as const;
  await project.write("issues/2026-12-01-hello/red.png", await sharp({ create: red }).png().toBuffer());
  return project;
}

test("share writes one file with the email, its pictures, findings and fixes, that can load nothing", async () => {
  const project = await projectWithPicture();
  const { exit, stdout } = await project.run(["share", "hello", "--out", "looks/hello.html"]);
  expect(exit).toBe(0);
  expect(stdout).toMatch(/looks\/hello\.html shows hello: one file of [\d.]+ kB, which loads nothing/);
  const page = await readFile(project.path("looks/hello.html"), "utf8");
  expect(page).toContain(`content="default-src &#39;none&#39;; img-src data:;`);
  expect(page).not.toMatch(/<script|<link|@import/i);
  expect(page).toContain("A &lt;b&gt;bold&lt;/b&gt; letter");
  // The only addresses that a browser would ask by itself are pictures, and those are in the file.
  const sources = [...page.matchAll(/\s(?:src|background)=(?:"|&quot;)(\S*?)(?:"|&quot;)/g)].map(
    ([, url]) => url,
  );
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) expect(source).toMatch(/^data:image\//);
  expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  expect(page).toContain("writing/placeholder");
  expect(page).toContain(`${FILE}:`);
  expect(page).toContain("Hello Ada. TK");
  expect(page).toContain("Nothing is sent: an error keeps it back.");
});

test("with a ledger the plan counts readers and names none", async () => {
  const project = await projectWithPicture();
  await project.write("readers.csv", READERS);
  const env = { env: REAL_ENV };
  await project.run(["migrate"], env);
  await project.run(["subscribers", "import", "readers.csv", "--unstated", "active"], env);
  expect(await project.run(["share", "hello"], env)).toMatchObject({ exit: 0 });
  const page = await readFile(project.path("hello.html"), "utf8");
  expect(page).toContain("As the ledger counted it");
  expect(page).toMatch(/<th scope="row">recipients<\/th>\s*<td>1<\/td>/);
  expect(page).not.toMatch(/ada@reader\.example|Adelheid/);
  // Without the ledger's secrets the file is made all the same, and says so.
  const { exit, stderr } = await project.run(["share", "hello"]);
  expect(exit).toBe(0);
  expect(stderr).toContain("The plan is made without the ledger");
});

test("an online link needs a ledger, says how long it holds, and can be ended", async () => {
  const project = await projectWithPicture();
  const { exit, stdout } = await project.run(["share", "hello", "--online", "--days", "3", "--sandbox"]);
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^https:\/\/news\.example\.org\/s\/v1\.\S+$/m);
  expect(stdout).toContain("until Fri, 27 Nov 2026");
  expect(stdout).toContain("It has no field for remarks");
  expect((await project.run(["share", "hello", "--end", "--sandbox"])).stdout).toContain(
    "1 page of hello ended",
  );
  expect(await project.run(["share", "hello", "--online", "--days", "99"])).toMatchObject({ exit: 2 });
});
