import type { Kysely } from "kysely";
import type { Clock } from "#src/model/clock.ts";
import type { Database } from "./schema.ts";

/** Where a ledger's sends go. A ledger is bound to one permanently. */
export type Destination = "resend" | "sandbox";

/** A ledger inside its caller's transaction: `db` is that transaction. */
export type InTransaction = Pick<Ledger, "db" | "dialect" | "clock">;

/** An open ledger. Everything that reads or writes it takes this as its first parameter. */
export interface Ledger extends AsyncDisposable {
  readonly db: Kysely<Database>;
  readonly dialect: "sqlite" | "postgres";
  /** The name shown to people: `SQLite .letterpress/letterpress.db` (never a password). */
  readonly name: string;
  /** For a process or thread that opens its own connection: `sqlite:` with the absolute path, or PostgreSQL's address as given. */
  readonly url: string;
  /** The ledger's own UUID, part of every idempotency key. */
  readonly database: string;
  readonly destination: Destination;
  readonly clock: Clock;
}
