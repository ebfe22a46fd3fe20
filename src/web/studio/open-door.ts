import type { Hono } from "hono";
import { listen } from "#src/web/listen.ts";
import { createPages } from "./create-pages.ts";

/** The studio's address. It shows pages at once, and answers what they ask as soon as the studio is ready. */
export interface Door extends AsyncDisposable {
  readonly url: string;
  readonly open: (studio: Pick<Hono, "fetch">, onPage: (path: string) => void) => void;
}

/** Opens the studio's address. Throws `project/port-in-use`. */
export async function openDoor(port: number): Promise<Door> {
  const { promise: studio, resolve } = Promise.withResolvers<Pick<Hono, "fetch">>();
  // Pages that were opened before the studio was ready.
  const early: string[] = [];
  let onPage = (path: string): void => void early.push(path);
  const server = await listen(
    createPages(studio, (path) => onPage(path)),
    { port, host: "127.0.0.1" },
  );
  return {
    url: server.url,
    open: (opened, told) => {
      onPage = told;
      for (const path of early) told(path);
      resolve(opened);
    },
    // Event streams never end by themselves.
    [Symbol.asyncDispose]: async () => server.close(0),
  };
}
