import type { Sandbox } from "#src/sandbox/start-sandbox.ts";
import type { Run } from "./exercise.ts";

const idOf = (json: Record<string, unknown>) => String(json["id"]);
const ANA = "ana@resend.dev";

/** Drives contacts, segments, topics, properties and broadcasts. */
export async function exerciseAudience(run: Run, sandbox: Sandbox): Promise<void> {
  const segment = idOf(await run({ route: "POST /segments", body: { name: "Readers" }, status: 201 }));
  await run({ route: "GET /segments", query: "?limit=1", status: 200 });
  await run({ route: "GET /segments/:id", id: segment, status: 200 });
  await run({
    route: "PATCH /segments/:id",
    id: segment,
    body: { name: "Everybody" },
    status: 200,
    own: ["changedSegment"],
  });

  const topic = idOf(
    await run({
      route: "POST /topics",
      body: { name: "Weekly", default_subscription: "opt_in", description: "Tuesdays", visibility: "public" },
      status: 201,
    }),
  );
  await run({ route: "GET /topics", status: 200 });
  await run({ route: "GET /topics/:id", id: topic, status: 200 });
  await run({ route: "PATCH /topics/:id", id: topic, body: { name: "Each week" }, status: 200 });

  const property = idOf(
    await run({
      route: "POST /contact-properties",
      body: { key: "plan", type: "string", fallback_value: "free" },
      status: 201,
    }),
  );
  await run({ route: "GET /contact-properties", status: 200 });
  await run({ route: "GET /contact-properties/:id", id: property, status: 200 });
  await run({
    route: "PATCH /contact-properties/:id",
    id: property,
    body: { fallback_value: "basic" },
    status: 200,
  });

  const contact = idOf(
    await run({
      route: "POST /contacts",
      body: {
        email: ANA,
        first_name: "Ana",
        last_name: "Lima",
        unsubscribed: false,
        properties: { plan: "pro" },
        segments: [segment],
        topics: [{ id: topic, subscription: "opt_in" }],
      },
      status: 201,
    }),
  );
  await run({ route: "GET /contacts", query: `?segment_id=${segment}`, status: 200 });
  await run({ route: "GET /contacts/:id", id: ANA, status: 200 });
  await run({ route: "PATCH /contacts/:id", id: contact, body: { first_name: "Anna" }, status: 200 });
  await run({
    route: "GET /segments/:id/contacts",
    id: segment,
    query: "?limit=100",
    status: 200,
    own: ["contacts"],
  });
  await run({ route: "GET /contacts/:id/segments", id: ANA, status: 200 });
  await run({ route: "GET /contacts/:id/topics", id: ANA, status: 200 });
  await run({
    route: "PATCH /contacts/:id/topics",
    id: ANA,
    body: { topics: [{ id: topic, subscription: "opt_in" }] },
    status: 200,
  });
  for (const route of ["DELETE", "POST"]) {
    await run({ route: `${route} /contacts/:id/segments/:segment`, id: ANA, segment, status: 200 });
  }

  await imports(run, sandbox, { segment, topic });
  await broadcasts(run, sandbox, { segment, topic });
  const bad = { validBody: false, own: ["error"] } as const;
  await run({ route: "GET /contacts/:id", id: "nobody@readers.dev", status: 404, own: ["error"] });
  await run({ route: "POST /contacts", body: { email: "ana" }, status: 422, ...bad });
  await run({
    route: "POST /contacts",
    body: { email: ANA, properties: { none: 1 } },
    status: 422,
    own: ["error"],
  });
  await run({ route: "DELETE /contacts/:id", id: ANA, status: 200 });
  await run({ route: "DELETE /contact-properties/:id", id: property, status: 200 });
  await run({ route: "DELETE /topics/:id", id: topic, status: 200 });
  await run({ route: "DELETE /segments/:id", id: segment, status: 200 });
}

async function imports(run: Run, sandbox: Sandbox, ids: { segment: string; topic: string }): Promise<void> {
  const started = await run({
    route: "POST /contacts/imports",
    form: {
      file: "Mail,Plan\nben@readers.dev,pro\n",
      column_map: JSON.stringify({ email: "Mail", properties: { plan: { column: "Plan", type: "string" } } }),
      on_conflict: "skip",
      segments: JSON.stringify([{ id: ids.segment }]),
      topics: JSON.stringify([{ id: ids.topic, subscription: "opt_in" }]),
    },
    status: 201,
  });
  await run({ route: "GET /contacts/imports/:id", id: idOf(started), status: 200 });
  await sandbox.webhooks.flush();
  await run({ route: "GET /contacts/imports", query: "?status=completed", status: 200 });
  await run({ route: "POST /contacts/imports", form: { on_conflict: "skip" }, status: 422, own: ["error"] });
}

async function broadcasts(
  run: Run,
  sandbox: Sandbox,
  ids: { segment: string; topic: string },
): Promise<void> {
  const body = {
    name: "Tuesday",
    segment_id: ids.segment,
    topic_id: ids.topic,
    from: "Stone <news@stone.dev>",
    subject: "Tuesday",
    reply_to: ["desk@stone.dev"],
    preview_text: "One",
    html: '<p>Hi {{{contact.first_name|there}}} <a href="https://stone.dev/1">one</a></p>',
  };
  const create = async () => idOf(await run({ route: "POST /broadcasts", body, status: 201 }));
  const sent = await create();
  await run({ route: "PATCH /broadcasts/:id", id: sent, body: { subject: "Wednesday" }, status: 200 });
  await run({ route: "GET /broadcasts/:id", id: sent, status: 200 });
  const later = { scheduled_at: "in 1 hour" };
  await run({ route: "POST /broadcasts/:id/send", id: sent, body: later, status: 200 });
  await run({ route: "POST /broadcasts/:id/cancel", id: sent, status: 200 });
  await run({ route: "POST /broadcasts/:id/send", id: sent, status: 200 });
  await sandbox.webhooks.flush();
  await run({ route: "GET /broadcasts", query: "?limit=100", status: 200 });
  for (const type of ["sent", "opened", "clicked", "bounced", "unsubscribed"]) {
    await run({ route: "GET /broadcasts/:id/recipients", id: sent, query: `?type=${type}`, status: 200 });
  }
  await run({ route: "GET /broadcasts/:id/clicked-links", id: sent, status: 200 });
  const query = `?dimensions=broadcast&broadcast_id=${sent}`;
  await run({ route: "GET /emails/metrics", query, status: 200, own: ["metrics"] });
  const copy = await run({
    route: "POST /broadcasts/:id/duplicate",
    id: sent,
    status: 201,
    own: ["changedBroadcast"],
  });
  await run({ route: "DELETE /broadcasts/:id", id: idOf(copy), status: 200 });

  const error = ["error"] as const;
  await run({ route: "POST /broadcasts/:id/send", id: sent, status: 422, own: error });
  await run({ route: "POST /broadcasts/:id/cancel", id: sent, status: 403, own: error });
  await run({ route: "DELETE /broadcasts/:id", id: sent, status: 403, own: error });
  await run({ route: "GET /broadcasts/:id/recipients", id: sent, status: 422, own: error });
  await run({
    route: "POST /broadcasts",
    body: { ...body, from: undefined },
    validBody: false,
    status: 422,
    own: error,
  });
}
