import { test } from "vitest";
import { writeFile } from "node:fs/promises";
import { openPublicSite } from "./public-site.ts";
test("x", async () => {
  await using site = await openPublicSite();
  for (const s of ["first","second"]) await writeFile(`/tmp/${s}.html`, await (await fetch(`${site.press.url}/issues/${s}`)).text());
  await writeFile("/tmp/feed.xml", await (await fetch(`${site.press.url}/feed.xml`)).text());
  await writeFile("/tmp/index.html", await (await fetch(`${site.press.url}/`)).text());
});
