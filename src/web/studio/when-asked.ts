import { Hono } from "hono";
import type { OpenedDeps, StudioDeps } from "./studio-deps.ts";

/**
 * A part of the api whose code is loaded with the first question below `path`: nobody asks for it while the first email is awaited. Its
 * type is that of the part itself, which is given what is opened beside the files. `base` is where the part stands.
 */
export function whenAsked<T extends Hono>(
  path: string,
  deps: StudioDeps,
  load: (opened: OpenedDeps) => Promise<T>,
  base = "/api",
): T {
  let loading: Promise<Hono> | undefined;
  const open = async (): Promise<Hono> => {
    const part = new Hono().route(base, await load({ ...deps, ...(await deps.opened()) }));
    // What is thrown is answered where all of the studio's faults are.
    part.onError((error) => {
      throw error;
    });
    return part;
  };
  const app = new Hono();
  for (const below of [path, `${path}/*`])
    app.all(below, async ({ req, env }) => (await (loading ??= open())).fetch(req.raw, env));
  return app as unknown as T;
}
