import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { MAIL_CLIENTS } from "#src/model/values/mail-clients.ts";
import { trimCaniemail } from "../../scripts/trim-caniemail.ts";

test("what mail programs lack is what the package of caniemail.com says", async () => {
  const path = "src/preflight/clients/unsupported.ts";
  expect(await readFile(path, "utf8")).toBe(await trimCaniemail());
});

test("the page about mail programs has each of them, and its part", async () => {
  const page = await readFile("docs/mail-programs.md", "utf8");
  const rows = [...page.matchAll(/^\| `([\w/-]+)` \| (.*?) \| (\d+) \|$/gm)].map(([, key, ...rest]) => [
    key,
    rest,
  ]);
  const said = Object.entries(MAIL_CLIENTS).map(([key, [name, percent]]) => [key, [name, String(percent)]]);
  expect(rows).toEqual(said);
});
