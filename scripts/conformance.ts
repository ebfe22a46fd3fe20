import { collectEvents } from "./conformance/collect-events.ts";
import { DEVIATIONS, speaksOf } from "./conformance/deviations.ts";
import { exerciseAudience } from "./conformance/exercise-audience.ts";
import { exercise, type Run } from "./conformance/exercise.ts";
import { anonymous, type Difference, loadOpenApi, type OpenApi } from "./conformance/load-openapi.ts";
import type { SchemaName } from "./conformance/schemas.ts";
import { ROUTES } from "#src/sandbox/api/routes.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { SENT_EVENTS } from "#src/sandbox/mail/behaviour.ts";

/**
 * `npm run conformance -- FILE...`: call every route of the sandbox and compare every request and answer with Resend's
 * OpenAPI files. Exit code 1 for a difference that scripts/conformance/deviations.ts does not explain.
 */
async function main(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    console.error("Expected an OpenAPI file: npm run conformance -- FILE");
    return 2;
  }
  let violations = 0;
  for (const file of files) violations += await checkFile(file);
  return violations === 0 ? 0 : 1;
}

async function checkFile(file: string): Promise<number> {
  const api = await loadOpenApi(file);
  const book = createBook();
  await using sandbox = await startSandbox({
    switches: { rate_limit: 10_000, daily_quota: 1_000_000, webhook_shuffle: false, webhook_duplicates: 0 },
    domains: [{ name: "stone.dev", openTracking: true, clickTracking: true }],
  });
  const driven = new Set<string>();
  const run = createRun(api, sandbox, book, driven);
  await exercise(run, sandbox);
  await exerciseAudience(run, sandbox);
  const events = await collectEvents(run, sandbox);

  for (const { json, headers } of events) {
    const { type } = json;
    const own = ownSchemaOf(type);
    book.check(`webhook ${type}`, "event", [...(api.webhook(type, json) ?? []), ...api.own(own, json)]);
    book.check(`webhook ${type}`, "headers", api.own("webhookHeaders", headers));
  }
  const seen = new Set(events.map(({ json }) => json.type));
  for (const type of SENT_EVENTS) {
    if (!seen.has(type)) book.violate(`webhook ${type}`, "was never sent");
  }
  for (const { method, path } of ROUTES) {
    if (!driven.has(`${method} ${path}`)) book.violate(`${method} ${path}`, "was never driven");
  }
  return book.close(file, api);
}

function ownSchemaOf(type: string): SchemaName {
  if (type === "contact.topics.updated") return "contactTopicsEvent";
  if (type.startsWith("contact.")) return "contactEvent";
  return type.startsWith("email.") ? "emailEvent" : "suppressionEvent";
}

/** Makes the steps' requests and checks body, answer and headers. */
function createRun(
  api: OpenApi,
  sandbox: { readonly url: string; readonly apiKey: string },
  book: Book,
  driven: Set<string>,
): Run {
  return async (step) => {
    const [method = "", path = ""] = step.route.split(" ");
    const form = step.form === undefined ? undefined : formOf(step.form);
    const text =
      step.body === undefined ? null : typeof step.body === "string" ? step.body : JSON.stringify(step.body);
    const target = path
      .replace(":id", encodeURIComponent(step.id ?? ""))
      .replace(":segment", step.segment ?? "");
    const url = `${sandbox.url}${target}${step.query ?? ""}`;
    const answer = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${sandbox.apiKey}`,
        ...(form === undefined ? { "content-type": "application/json" } : {}),
        ...step.headers,
      },
      body: form ?? text,
    });
    const json: unknown = await answer.json();
    const headers = Object.fromEntries(answer.headers);
    driven.add(step.route);

    if (text !== null && step.validBody !== false) {
      const given: unknown = JSON.parse(text);
      // A field left out of a request is the caller's choice; a field that the file does not know is a mistake.
      const request = api.request(method, path, given) ?? [];
      book.check(
        step.route,
        "request",
        request.filter(({ what }) => !what.startsWith("missing")),
      );
    }
    if (answer.status !== step.status) {
      book.violate(step.route, `answered ${answer.status}, expected ${step.status}: ${JSON.stringify(json)}`);
    }
    const described = answer.status < 300 ? api.response(method, path, answer.status, json) : null;
    if (described === null && step.own === undefined)
      book.violate(step.route, "has no schema for its answer");
    const own = (step.own ?? []).flatMap((name) => api.own(name, json));
    book.check(step.route, `answer ${answer.status}`, [...(described ?? []), ...own]);
    const ownHeaders = (["limitHeaders", ...(step.ownHeaders ?? [])] as const).flatMap((name) =>
      api.own(name, headers),
    );
    book.check(step.route, `headers ${answer.status}`, ownHeaders);
    return typeof json === "object" && json !== null ? { ...json } : {};
  };
}

/** Builds a form of text fields; the field `file` becomes a file. */
function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.append(name, name === "file" ? new Blob([value]) : value);
  }
  return form;
}

type Book = ReturnType<typeof createBook>;

/** Prints a line for each check and keeps count. */
function createBook() {
  const met = new Set<string>();
  let checks = 0;
  let violations = 0;
  const explained = (on: string, { what }: Difference) => {
    const found = DEVIATIONS.find((deviation) => speaksOf(deviation, on) && deviation.what.includes(what));
    if (found !== undefined) met.add(`${found.on} ${what}`);
    return found !== undefined;
  };
  const violate = (on: string, detail: string) => {
    violations += 1;
    console.log(`FAIL  ${on}  ${detail}`);
  };
  return {
    violate,
    check(on: string, part: string, differences: readonly Difference[]) {
      checks += 1;
      const left = differences.filter((difference) => !explained(on, difference));
      for (const { what, detail } of left) violate(on, `${part}: ${what} (${detail})`);
      const meant = differences.length - left.length;
      if (left.length === 0) {
        console.log(`ok    ${on}  ${part}${meant === 0 ? "" : `  (${meant} intended differences)`}`);
      }
    },
    close(file: string, api: OpenApi): number {
      console.log("\nDifferences from the file that are meant:");
      for (const { on, what, why } of DEVIATIONS) {
        console.log(`  ${on}: ${what.join(", ")}\n    ${why}`);
        for (const one of what) {
          if (!met.has(`${on} ${one}`)) violate(on, `the deviation "${one}" was not met: it is out of date`);
        }
      }
      const served = new Set(ROUTES.map(({ method, path }) => `${method} ${anonymous(path)}`));
      const covered = api.operations.filter(({ method, path }) => served.has(`${method} ${anonymous(path)}`));
      console.log(
        `\n${file}\n${checks} checks, ${violations} violations, ${met.size} intended differences found; ` +
          `${served.size} routes served, ${covered.length} of the file's ${api.operations.length} operations.`,
      );
      return violations;
    },
  };
}

process.exitCode = await main(process.argv.slice(2));
