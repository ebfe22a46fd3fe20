import { createServer } from "node:http";
import type { Sandbox } from "#src/sandbox/start-sandbox.ts";
import { email, type Run, tags } from "./exercise.ts";

export interface ReceivedEvent {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly json: { readonly type: string };
}

/** One event of every type the sandbox sends, as a receiver gets it. */
export async function collectEvents(run: Run, sandbox: Sandbox): Promise<readonly ReceivedEvent[]> {
  const events: ReceivedEvent[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      events.push({
        headers: incoming.headers,
        json: JSON.parse(Buffer.concat(chunks).toString()) as { type: string },
      });
      outgoing.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  sandbox.webhooks.add({ endpoint: `http://127.0.0.1:${port}/` });

  sandbox.switches.behaviours = { "gone.dev": "bounced" };
  const addresses = ["delayed", "bounced", "complained", "suppressed", "failed", "clicked"].map(
    (name) => `${name}@resend.dev`,
  );
  for (const to of [...addresses, "ana@gone.dev"]) {
    await run({
      route: "POST /emails",
      body: email(to, { headers: { "X-Entity-Ref-ID": "1" }, tags }),
      status: 200,
    });
  }
  await run({
    route: "POST /emails",
    body: email("ana@readers.dev", { scheduled_at: "in 1 hour" }),
    status: 200,
  });
  const contact = { email: "ana@readers.dev", first_name: "Ana", last_name: "Lima" };
  await run({ route: "POST /contacts", body: contact, status: 201 });
  await run({ route: "PATCH /contacts/:id", id: contact.email, body: { unsubscribed: true }, status: 200 });
  const { id: topic } = sandbox.audience.addTopic({ name: "Weekly" });
  const topics = [{ id: topic, subscription: "opt_out" }];
  await run({ route: "PATCH /contacts/:id/topics", id: contact.email, body: { topics }, status: 200 });
  await run({ route: "DELETE /contacts/:id", id: contact.email, status: 200 });
  await sandbox.webhooks.flush();
  await run({ route: "DELETE /suppressions/:id", id: "ana@gone.dev", status: 200 });
  await sandbox.webhooks.flush();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return events;
}
