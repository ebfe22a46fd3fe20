import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { issue, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";

test("an editor that prints, and one that fails, leave the lines of `dev --json` to programs", async () => {
  const project = await tempProject({ [FILE]: issue() });
  // It opens at first, and fails the second time.
  const script = "#!/bin/sh\necho 'words of an editor'\n[ ! -e opened ] && touch opened\n";
  await project.write("editor.sh", script);
  await chmod(project.path("editor.sh"), 0o700);
  const args = ["dev", "--json", "--port", "0", "--sandbox-port", "0"];
  const child = spawn(process.execPath, [resolve("src/cli/main.ts"), ...args], {
    cwd: project.root,
    env: { PATH: process.env["PATH"] ?? "", LAUNCH_EDITOR: project.path("editor.sh") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let noted = "";
  child.stderr.on("data", (some: Buffer) => (noted += some.toString()));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const started = new Promise<string>((found) => {
    reader.on("line", (line) => {
      lines.push(line);
      if (line.includes('"dev.started"')) found(line);
    });
  });
  const { url } = JSON.parse(await started) as { url: string };
  const open = async () => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/api/editor`, {
      method: "POST",
      headers,
      body: JSON.stringify({ file: FILE, line: 1, column: 1 }),
    });
    return (await response.json()) as { trouble: string | null };
  };
  expect((await open()).trouble).toBe(null);
  expect((await open()).trouble).toContain("code 1");
  child.kill("SIGTERM");
  await once(child, "close");
  expect(lines.map((line) => typeof JSON.parse(line))).toEqual(lines.map(() => "object"));
  expect(lines.join()).not.toContain("words of an editor");
  expect(noted).toContain("words of an editor");
});
