import { type ClientResponse, type InferRequestType, type InferResponseType, hc } from "hono/client";
import type { StudioApi } from "#src/web/studio/studio-api.ts";

/** The API of the program that serves this page. Its answers have the types of the code that gives them. */
export const api = hc<StudioApi>("/api");

export type Newsletter = InferResponseType<typeof api.newsletter.$get>;
export type IssueRow = InferResponseType<typeof api.issues.$get>[number];
export type Look = Extract<InferResponseType<(typeof api.issues)[":slug"]["$get"]>, { kind: "issue" }>;
export type Findings = InferResponseType<(typeof api.issues)[":slug"]["findings"]["$get"]>;
export type Found = Findings["findings"][number];
export type FoundRule = Findings["rules"][string];
export type EditWish = InferRequestType<(typeof api.issues)[":slug"]["edits"]["look"]["$post"]>["json"];
export type Inbox = InferResponseType<typeof api.inbox.$get>;
export type Mail = InferResponseType<(typeof api.inbox)[":id"]["$get"]>;
export type Happening = InferRequestType<(typeof api.inbox)[":id"]["happen"]["$post"]>["json"];
export type TestOutcome = InferResponseType<(typeof api.issues)[":slug"]["test"]["$post"]>;

export type Rehearsal = NonNullable<InferResponseType<typeof api.rehearsal.$get>["rehearsal"]>;
export type SendView = InferResponseType<typeof api.sends.$get>["sends"][number];
export type Finding = Plan["errors"][number];
export type Plan = Extract<InferResponseType<(typeof api.sends)[":slug"]["plan"]["$get"]>, { kind: "plan" }>;
export type ReportAnswer = Extract<
  InferResponseType<(typeof api.sends)[":slug"]["report"]["$get"]>,
  { kind: "report" }
>;
export type Audience = Extract<InferResponseType<typeof api.audience.$get>, { where: "ledger" }>;
export type EarlierVersion = InferResponseType<(typeof api.issues)[":slug"]["versions"]["$get"]>[number];
export type CalendarDay = InferResponseType<typeof api.calendar.$get>["entries"][number];

type Answer<R> = R extends ClientResponse<infer Body, number, "json"> ? Body : never;

/** Returns the answer to a request. Throws what went wrong in words for a person. */
export async function answered<R extends ClientResponse<unknown, number, "json">>(
  request: Promise<R>,
): Promise<Answer<R>> {
  const response = await request.catch(() => {
    throw new Error("Letterpress does not answer. Start `letterpress dev` again.");
  });
  const body = (await response.json()) as Answer<R>;
  if (!response.ok) throw failureIn(body);
  return body;
}

/** What the program could not do: its code, and what to do about it if that is known. */
export class Failure extends Error {
  readonly code: string | null;
  readonly hint: string | null;

  constructor(message: string, code: string | null, hint: string | null) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

function failureIn(body: unknown): Failure {
  const said: Readonly<Record<string, unknown>> =
    typeof body === "object" && body !== null ? { ...body } : {};
  const text = (key: string) => (typeof said[key] === "string" ? said[key] : null);
  return new Failure(text("message") ?? "Letterpress could not answer this.", text("code"), text("hint"));
}
