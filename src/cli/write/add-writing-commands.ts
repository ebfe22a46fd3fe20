import type { Command } from "commander";
import { addCommand } from "#src/cli/add-command.ts";
import type { Run } from "#src/cli/io.ts";
import { BUILD, CHECK, DEV, IMPORT_POSTS, INIT, LSP, NEW, SHARE } from "./options.ts";

/** Adds the commands of an author: start, check, build, preview. */
export function addWritingCommands(program: Command, run: Run): void {
  program.commandsGroup("Write");
  addCommand(program, run, {
    name: "init",
    help: "Start a newsletter: config, templates, a first issue, secrets, the workflow.",
    arg: "[dir]",
    argHelp: "Its folder; this one unless given.",
    options: INIT,
    load: async () => (await import("./init.ts")).init,
  });
  addCommand(program, run, {
    name: "new",
    help: "Start an issue: its folder, number and front matter.",
    arg: "<title>",
    argHelp: "The title, in quotation marks.",
    options: NEW,
    load: async () => (await import("./new.ts")).newCommand,
  });
  addCommand(program, run, {
    name: "check",
    help: "List what is wrong in issues, by file and line.",
    arg: "[slug...]",
    argHelp: "Issues; all of them unless named.",
    options: CHECK,
    load: async () => (await import("./check.ts")).check,
  });
  addCommand(program, run, {
    name: "build",
    help: "Write each issue's email.html, email.txt, email.json and images.",
    arg: "[slug...]",
    argHelp: "Issues; all of them unless named.",
    options: BUILD,
    load: async () => (await import("./build-command.ts")).buildCommand,
  });
  addCommand(program, run, {
    name: "share",
    help: "Write an issue, its findings and its plan as one HTML file for somebody else to look at.",
    arg: "<slug>",
    argHelp: "The issue.",
    options: SHARE,
    load: async () => (await import("./share.ts")).share,
  });
  addCommand(program, run, {
    name: "dev",
    untilStopped: true,
    help: "Preview issues in the browser; each save shows at once.",
    options: DEV,
    load: async () => (await import("./dev.ts")).dev,
  });
  addCommand(program, run, {
    name: "lsp",
    // It prints nothing but messages of the editor's protocol.
    forPeople: true,
    help: "Answer an editor: findings, fixes and completion while you type. Editors start it.",
    options: LSP,
    load: async () => (await import("./lsp.ts")).lsp,
  });
  const imports = program.command("import").description("Bring in what another system holds.");
  addCommand(imports, run, {
    name: "posts",
    help: "Make issues of old posts of beehiiv, Buttondown, Ghost or Substack: drafts that nothing mails.",
    arg: "<export>",
    argHelp: "The ZIP file, folder or file that the other system exported.",
    options: IMPORT_POSTS,
    load: async () => (await import("./import-posts.ts")).importPostsCommand,
  });
}
