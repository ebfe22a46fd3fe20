import type { Resend } from "resend";
import type { Clock } from "#src/model/clock.ts";
import { type Broadcasts, broadcastsOf } from "#src/resend/broadcasts.ts";
import { createClient } from "#src/resend/create-client.ts";
import { type ConfigOptions, type HostedConfig, readHostedConfig } from "#src/app/config.ts";
import { type Pacer, type Wait, createPacer } from "./create-pacer.ts";

/** What a command needs where subscribers live at Resend. Nothing is opened, so nothing needs to be closed. */
export interface Hosted {
  readonly config: HostedConfig;
  readonly client: Resend;
  /** Every request goes through it, so that the whole process keeps one pace. */
  readonly pacer: Pacer;
  /** Paced. */
  readonly broadcasts: Broadcasts;
  readonly clock: Clock;
  readonly wait: Wait;
}

export function openHosted(
  options: Omit<ConfigOptions, "mails"> & { readonly clock: Clock; readonly wait: Wait },
): Hosted {
  const { clock, wait } = options;
  const config = readHostedConfig(options);
  const client = createClient({ apiKey: config.apiKey, baseUrl: config.baseUrl });
  const pacer = createPacer({ clock, wait });
  return { config, client, pacer, broadcasts: paced(broadcastsOf(client), pacer), clock, wait };
}

function paced(raw: Broadcasts, pacer: Pacer): Broadcasts {
  return {
    list: (after) => pacer(() => raw.list(after)),
    get: (id) => pacer(() => raw.get(id)),
    create: (name, fields) => pacer(() => raw.create(name, fields)),
    send: (id, at) => pacer(() => raw.send(id, at)),
    remove: (id) => pacer(() => raw.remove(id)),
    rename: (id, name) => pacer(() => raw.rename(id, name)),
    cancel: (id) => pacer(() => raw.cancel(id)),
  };
}
