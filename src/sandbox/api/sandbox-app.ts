import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";

/** Routes may reach for the socket itself: faults leave HTTP. */
export type SandboxApp = Hono<{ Bindings: HttpBindings }>;
export type SandboxContext = Context<{ Bindings: HttpBindings }>;
