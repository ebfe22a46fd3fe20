import { once } from "node:events";
import { readBrowserPlaces, readEditor, readPublicUrl } from "#src/app/config.ts";
import { warmUp } from "#src/app/studio/warm-up.ts";
import { readProject } from "#src/project/load-project.ts";
import { openDoor } from "#src/web/studio/open-door.ts";
import { count, print, style } from "#src/cli/print/print.ts";
import type { Io } from "#src/cli/io.ts";
import type { DevOptions } from "./options.ts";
import { openBrowser } from "./open-browser.ts";
import { offerInit } from "./offer-init.ts";
import type { DevBeside } from "./start-dev.ts";

/**
 * Runs the studio until stopped, on the sandbox and its own ledger, whatever the environment says. With `--ledger` it runs on the
 * real ledger: then tests and sends mail people, each after a question.
 */
export async function dev(options: DevOptions, io: Io): Promise<number> {
  const { project: root, json = false, ledger: isReal = false } = options;
  // The studio runs while an author saves hundreds of times a day, and an editor and a browser need memory beside it.
  io.spareMemory?.();
  await offerInit(root, io, json);
  const url = readPublicUrl(io.env);
  // A config that cannot be read is an error here, and not on a page that nobody has opened yet.
  // Parsing is left to the studio, which keeps its result.
  const reading = readProject(root, url === null ? {} : { url });
  reading.catch(() => undefined);
  // The config is evaluated in one thread, and the template is loaded in another. Both are asked before this thread loads the
  // studio. That takes as long as both, and this thread starts nothing meanwhile: asked afterwards, they would begin when it has ended.
  await warmUp(root).catch(() => undefined);
  const studio = import("./start-dev.ts");
  const files = await reading;
  // The address is printed before the rest is there: the browser, which has work of its own with a page, begins meanwhile.
  await using door = await openDoor(options.port);
  if (!json) {
    const issues = count(files.issues.length, "issue");
    print(io, `Studio   ${style(io.stdout, "strong", door.url)}  ${issues}, live as you save`);
  }
  if (options.open) openBrowser(door.url, io);
  const { promise: beside, resolve: open } = Promise.withResolvers<DevBeside>();
  const { startDev } = await studio;
  await using preview = await startDev({
    root,
    door,
    clock: io.clock,
    destination: isReal ? "resend" : "sandbox",
    hasInbox: !isReal,
    beside,
    // Pictures in a mail to real people are at this address; those of the sandbox are on this machine.
    url: isReal ? url : null,
    sites: io.sites,
    places: readBrowserPlaces(io.env),
    editor: readEditor(io.env),
  });
  // Ledger and sandbox take longer to load than what shows an email, and an author waits for the email.
  if (!io.signal.aborted) await Promise.race([preview.firstSeen, once(io.signal, "abort")]);
  const { runDev } = await import("./run-dev.ts");
  const { newsletter, issues } = files;
  return await runDev(options, { url: preview.url, newsletter, issues: issues.length, open }, io);
}
