import { expect, test } from "vitest";
import { addSubscriber } from "#src/audience/add-subscriber.ts";
import { loadProject } from "#src/project/load-project.ts";
import { audienceApi } from "#src/web/studio/audience-api.ts";
import type { OpenedDeps } from "#src/web/studio/studio-deps.ts";
import { desk, issueText } from "../helpers/desk.ts";

test("a reader's values have the names that people use for them", async () => {
  const { app, root } = await desk(issueText(), {
    attributes: { city: { type: "string", label: "Home town" }, constructor: { type: "string" } },
  });
  const project = await loadProject(root);
  const { newsletter } = project;
  const { suppressionKey } = app.config;
  await addSubscriber(app.ledger, "ada@a.example", {
    newsletter,
    list: Object.keys(newsletter.lists)[0] ?? "",
    suppressionKey,
    source: "cli:test",
    attributes: { city: "Lima", constructor: "Gustave" },
  });
  const api = audienceApi({ source: { project: async () => project }, app } as unknown as OpenedDeps);
  const answer = await api.request("/audience/person?address=ada@a.example");
  expect(await answer.json()).toMatchObject({
    attributes: [
      { label: "Home town", value: "Lima" },
      { label: "constructor", value: "Gustave" },
    ],
  });
});
