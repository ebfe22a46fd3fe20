import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import type { BuildOptions } from "./options.ts";

/** Writes emails, or with `--site` the public pages: two commands that share a name, so that neither loads the code of the other. */
export async function buildCommand(slugs: readonly string[], options: BuildOptions, io: Io): Promise<number> {
  const { site } = options;
  if (site === undefined) return (await import("./build.ts")).build(slugs, options, io);
  if (slugs.length > 0)
    throw new LetterpressError("usage/invalid", `Expected no issue beside --site, got ${slugs.join(" ")}.`, {
      hint: "A site holds every issue that was sent: `letterpress build --site public`.",
    });
  // The config is read in a thread of its own while this one loads the rest. An error in it is reported where the config is needed.
  const { loadConfig } = await import("#src/project/load-config.ts");
  void loadConfig(options.project).catch(() => undefined);
  return (await import("./build-site.ts")).buildSite({ ...options, site }, io);
}
