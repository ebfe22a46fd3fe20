import * as account from "#src/sandbox/team/account-routes.ts";
import type { Answer } from "./api-answer.ts";
import * as emails from "#src/sandbox/mail/email-routes.ts";
import { sendBatch, sendEmail } from "#src/sandbox/mail/send-emails.ts";
import * as webhooks from "#src/sandbox/webhooks/webhook-routes.ts";
import type { ApiRequest } from "./api-request.ts";
import type { World } from "#src/sandbox/team/create-world.ts";

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With `:id` for a variable part. More specific paths come before those that would match them too. */
  readonly path: string;
  /** A sending key may call it, and it honours `Idempotency-Key`. */
  readonly sends: boolean;
  readonly answer: (request: ApiRequest, world: World) => Answer | Promise<Answer>;
}

/** The part of Resend's API that the sandbox serves. */
export const ROUTES: readonly Route[] = [
  { method: "POST", path: "/emails", sends: true, answer: sendEmail },
  { method: "POST", path: "/emails/batch", sends: true, answer: sendBatch },
  ...(
    [
      ["GET", "/emails", emails.listEmails],
      ["GET", "/emails/:id", emails.getEmail],
      ["PATCH", "/emails/:id", emails.updateEmail],
      ["POST", "/emails/:id/cancel", emails.cancelEmail],
      ["POST", "/domains", account.createDomain],
      ["GET", "/domains", account.listDomains],
      ["GET", "/domains/:id", account.getDomain],
      ["PATCH", "/domains/:id", account.updateDomain],
      ["DELETE", "/domains/:id", account.deleteDomain],
      ["POST", "/domains/:id/verify", account.verifyDomain],
      ["POST", "/api-keys", account.createApiKey],
      ["GET", "/api-keys", account.listApiKeys],
      ["PATCH", "/api-keys/:id", account.updateApiKey],
      ["DELETE", "/api-keys/:id", account.deleteApiKey],
      ["GET", "/usage", account.getUsage],
      ["POST", "/webhooks", webhooks.createWebhook],
      ["GET", "/webhooks", webhooks.listWebhooks],
      ["GET", "/webhooks/:id", webhooks.getWebhook],
      ["PATCH", "/webhooks/:id", webhooks.updateWebhook],
      ["DELETE", "/webhooks/:id", webhooks.deleteWebhook],
      ["POST", "/suppressions", webhooks.createSuppression],
      ["GET", "/suppressions", webhooks.listSuppressions],
      ["POST", "/suppressions/batch/add", webhooks.addSuppressions],
      ["POST", "/suppressions/batch/remove", webhooks.removeSuppressions],
      ["GET", "/suppressions/:id", webhooks.getSuppression],
      ["DELETE", "/suppressions/:id", webhooks.deleteSuppression],
    ] as const
  ).map(([method, path, answer]) => ({ method, path, sends: false, answer })),
];
