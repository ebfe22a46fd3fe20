import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";

/** Routes can reach the socket itself, because some faults go below HTTP. */
export type SandboxApp = Hono<{ Bindings: HttpBindings }>;
export type SandboxContext = Context<{ Bindings: HttpBindings }>;
