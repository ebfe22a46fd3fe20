import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { trimCaniemail } from "../../scripts/trim-caniemail.ts";

test("what mail programs lack is what the package of caniemail.com says", async () => {
  const path = "src/preflight/clients/unsupported.ts";
  expect(await readFile(path, "utf8")).toBe(await trimCaniemail());
});
