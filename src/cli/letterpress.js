#!/usr/bin/env node
// The file that `letterpress` starts. It is plain JavaScript that an old Node can read: an old Node would answer newer code with
// a stack trace, or run half of it and do nothing. In the repository it runs src/ as it is, in the package what was built from it.
import { existsSync, readFileSync } from "node:fs";
import module from "node:module";

const file = (path) => new URL(path, import.meta.url);
const isRepository = existsSync(file("main.ts"));
const { engines, devEngines } = JSON.parse(readFileSync(file("../../package.json"), "utf8"));
const needed = (isRepository ? devEngines.runtime.version : engines.node).replace(/^>=/, "");
const [major, minor] = needed.split(".").map(Number);
const [ours, after] = process.versions.node.split(".").map(Number);

if (ours > major || (ours === major && after >= minor)) {
  // Compiled code is kept: otherwise every command compiles React, MJML and Markdown again. Threads and child processes
  // learn of the cache only from the environment.
  module.enableCompileCache?.();
  const compiled = module.getCompileCacheDir?.();
  if (compiled !== undefined) process.env.NODE_COMPILE_CACHE ??= compiled;
  const { runProcess } = await import(isRepository ? "./main.ts" : "../../dist/cli/main.js");
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
