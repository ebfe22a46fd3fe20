import { Hono } from "hono";
import { onceDone } from "#src/app/once-done.ts";
import type { OpenedDeps, StudioDeps } from "./studio-deps.ts";

/**
 * Mounts a part of the API whose code is loaded with the first request below `path`: nobody asks for it while the first email is awaited.
 * The type is that of the part itself, which is given what is opened beside the files. `base` is where the part stands.
 */
export function whenAsked<T extends Hono>(
  path: string,
  deps: StudioDeps,
  load: (opened: OpenedDeps) => Promise<T>,
  base = "/api",
): T {
  const open = onceDone(async (): Promise<Hono> => {
    const part = new Hono().route(base, await load({ ...deps, ...(await deps.opened()) }));
    // Passes an error on to where all errors of the studio are answered.
    part.onError((error) => {
      throw error;
    });
    return part;
  });
  const app = new Hono();
  for (const below of [path, `${path}/*`])
    app.all(below, async ({ req, env }) => (await open()).fetch(req.raw, env));
  return app as unknown as T;
}
