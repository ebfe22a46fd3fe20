import { type Answer, found, invalid, ok, writeInstant } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import { listAnswer, NEWER_LISTS } from "#src/sandbox/api/pagination.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import type { ContactImport } from "./contact-imports.ts";
import { readImport } from "./read-import.ts";

/** `POST /contacts/imports` */
export async function createImport(request: ApiRequest, world: World): Promise<Answer> {
  const order = await readImport(request, world.audience, world.switches);
  return ok({ object: "contact_import", id: world.imports.start(order).id }, 201);
}

const STATUSES: readonly string[] = [
  "queued",
  "in_progress",
  "completed",
  "failed",
] satisfies ContactImport["status"][];

/** `GET /contacts/imports` */
export function listImports(request: ApiRequest, { imports, switches }: World): Answer {
  const status = request.query("status");
  if (status !== undefined && !STATUSES.includes(status)) throw invalid("Invalid `status` parameter.");
  const rows = imports.list().filter((one) => status === undefined || one.status === status);
  return listAnswer(request, rows, (one) => writeImport(one, switches), switches, NEWER_LISTS);
}

/** `GET /contacts/imports/:id` */
export function getImport(request: ApiRequest, { imports, switches }: World): Answer {
  return ok(writeImport(found(imports.get(request.param("id")), "Contact import"), switches));
}

function writeImport(one: ContactImport, switches: Switches): Record<string, unknown> {
  const { created, updated, skipped, failed } = one.counts;
  return {
    object: "contact_import",
    id: one.id,
    status: one.status,
    created_at: writeInstant(one.createdAt, switches),
    completed_at: writeInstant(one.completedAt, switches),
    counts: { total: created + updated + skipped + failed, created, updated, skipped, failed },
  };
}
