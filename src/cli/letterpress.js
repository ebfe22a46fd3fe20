#!/usr/bin/env node
// What `letterpress` starts. Plain JavaScript that an old Node can read: it would answer TypeScript with a stack trace, or
// run half of it and do nothing.
import { existsSync, readFileSync } from "node:fs";

const file = (path) => new URL(path, import.meta.url);
const { engines } = JSON.parse(readFileSync(file("../../package.json"), "utf8"));
const needed = engines.node.replace(/^>=/, "");
const [major, minor] = needed.split(".").map(Number);
const [ours, after] = process.versions.node.split(".").map(Number);

if (ours > major || (ours === major && after >= minor)) {
  const { runProcess } = await import("./main.ts");
  await runProcess();
} else {
  const command = ["npx letterpress", ...process.argv.slice(2)].join(" ");
  // The repository carries its own Node for contributors, and npx finds it.
  const next = existsSync(file("../../node_modules/.bin/node"))
    ? `run \`${command}\`, which takes the Node of this repository`
    : `install it from https://nodejs.org and run \`${command}\` again`;
  console.error(`Letterpress needs Node ${needed} or newer, and this is ${process.versions.node}: ${next}.`);
  process.exitCode = 2;
}
