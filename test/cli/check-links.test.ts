import { expect, test } from "vitest";
import { isPublicIp } from "#src/model/address/public-ip.ts";
import { openServer } from "../helpers/open-server.ts";
import { issue, NOW, tempProject } from "./temp-project.ts";

/** Servers on this machine under names of the public web, and what was asked of them. */
async function openMuseum() {
  const asked: string[] = [];
  const { port } = await openServer(({ method = "", url = "" }, response) => {
    asked.push(`${method} ${url}`);
    response.writeHead(url === "/gone" ? 404 : 200).end();
  });
  const sites = {
    addresses: async (host: string) => (host === "museum.example" ? ["127.0.0.1"] : []),
    mayReach: (address: string) => address === "127.0.0.1" || isPublicIp(address),
    patience: 100,
  };
  return { asked, sites, at: `http://museum.example:${port}` };
}

const FILE = "issues/2026-12-01-hello.md";

test("check asks links, warns of a broken one at its line and keeps what it found out", async () => {
  const { asked, sites, at } = await openMuseum();
  const body = `See [the programme](${at}/programme) and\n[the map](${at}/gone).`;
  const project = await tempProject({ [FILE]: issue([], body) });
  const { exit, stdout } = await project.run(["check"], { sites });
  expect(stdout).toContain(`The link to ${at}/gone does not work: it answers with status 404.  link/broken`);
  expect(stdout).toMatch(/^issues\/2026-12-01-hello\.md:\d+:1 +warning {2}The link to/m);
  expect(exit).toBe(0);
  expect(asked.toSorted()).toEqual(["GET /gone", "HEAD /gone", "HEAD /programme"]);
  // Kept: neither the next check nor --offline asks again, and both know it.
  for (const args of [["check"], ["check", "--offline"]])
    expect((await project.run(args, { sites })).stdout).toContain("link/broken");
  expect(asked).toHaveLength(3);
});

test("--offline asks nobody, says so, and what is not known never counts as passed", async () => {
  const { asked, sites, at } = await openMuseum();
  const project = await tempProject({ [FILE]: issue([], `See [the programme](${at}/programme).`) });
  const offline = await project.run(["check", "--offline"], { sites });
  expect(offline.stdout).toMatch(/^Not checked: .* \(--offline asks nobody\)\.$/m);
  expect(offline.stdout).toMatch(
    /info {2}1 of 1 links could not be checked: museum\.example:\d+ \(it was not asked\)/,
  );
  for (const args of [["build"], ["check", "--offline"]]) await project.run(args, { sites });
  expect(asked).toEqual([]);
  // A machine without a network finds no fault in the links.
  const alone = await project.run(["check"]);
  expect(alone.stdout).toContain("could not be checked");
  expect(alone.stdout).not.toContain("link/broken");
  expect(alone.exit).toBe(0);
});

test("an issue whose day is past is asked about where it is named", async () => {
  const { asked, sites, at } = await openMuseum();
  const old = "issues/2026-01-05-old.md";
  const lines = ["draft: false", "date: 2026-01-05"];
  const project = await tempProject({ [old]: issue(lines, `See [the programme](${at}/programme).`) });
  const all = await project.run(["check"], { sites, clock: { now: () => NOW } });
  expect(all.stdout).not.toContain("link/not-checked");
  expect(asked).toEqual([]);
  await project.run(["check", "old"], { sites });
  expect(asked).toEqual(["HEAD /programme"]);
});
