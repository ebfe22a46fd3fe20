import { symlink } from "node:fs/promises";
import { expect, test } from "vitest";
import { keepSandboxPlace, projectAt } from "#src/app/sandbox-place.ts";
import { hearSandbox } from "#src/app/job/hear-sandbox.ts";
import { refuseOtherSandbox } from "#src/app/refuse-other-sandbox.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, tempProject } from "./temp-project.ts";

const LETTER = issue(["draft: false"], "Hello, here is the letter.");

test("a sandbox of another project is refused, and gets neither mail nor a webhook", async () => {
  const [ours, other] = [await tempProject({ "issues/hello.md": LETTER }), await tempProject()];
  await using sandbox = await startSandbox({ project: projectAt(other.root) });
  // As if both looked at the port that they have by default.
  using _place = keepSandboxPlace(ours.root, sandbox.url);
  for (const line of ["test hello --to me@a.example", "send hello", "doctor", "serve --port 0"]) {
    const { exit, stderr } = await ours.run([...line.split(" "), "--sandbox"]);
    expect(stderr).toContain(
      `The sandbox at ${sandbox.url} belongs to another project, ${projectAt(other.root)}.`,
    );
    expect(stderr).toContain("`letterpress sandbox --port 0`");
    expect(exit).toBe(3);
  }
  const config = {
    root: ours.root,
    destination: "sandbox",
    baseUrl: sandbox.url,
    webhookSecrets: ["whsec_AAAA"],
  } as const;
  await using ear = hearSandbox(config, "http://127.0.0.1:9");
  expect(await ear?.register()).toBeNull();
  expect(sandbox.inbox.count).toBe(0);
});

test("a project's own sandbox, by whatever name of its folder, and one of no project are used", async () => {
  const project = await tempProject();
  await symlink(project.root, project.path("link"));
  for (const owner of [projectAt(project.root), projectAt("src")]) {
    await using sandbox = await startSandbox({ project: owner });
    const place = { destination: "sandbox", baseUrl: sandbox.url } as const;
    for (const root of [project.root, project.path("link")])
      await expect(refuseOtherSandbox({ ...place, root })).resolves.toBeUndefined();
  }
});
