import * as account from "#src/sandbox/team/account-routes.ts";
import type { Answer } from "./api-answer.ts";
import * as results from "#src/sandbox/audience/broadcast-results.ts";
import * as broadcasts from "#src/sandbox/audience/broadcast-routes.ts";
import * as contacts from "#src/sandbox/audience/contact-routes.ts";
import { getMetrics } from "#src/sandbox/audience/email-metrics.ts";
import * as imports from "#src/sandbox/audience/import-routes.ts";
import * as properties from "#src/sandbox/audience/property-routes.ts";
import * as segments from "#src/sandbox/audience/segment-routes.ts";
import * as topics from "#src/sandbox/audience/topic-routes.ts";
import * as emails from "#src/sandbox/mail/email-routes.ts";
import { sendBatch, sendEmail } from "#src/sandbox/mail/send-emails.ts";
import * as webhooks from "#src/sandbox/webhooks/webhook-routes.ts";
import type { ApiRequest } from "./api-request.ts";
import type { World } from "#src/sandbox/team/create-world.ts";

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With `:id` for a variable part. A more specific path comes before every path that would match it too. */
  readonly path: string;
  /** True if a sending key may call the route, and the route honours `Idempotency-Key`. */
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
      ["GET", "/emails/metrics", getMetrics],
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
      ["POST", "/contacts", contacts.createContact],
      ["GET", "/contacts", contacts.listContacts],
      ["POST", "/contacts/imports", imports.createImport],
      ["GET", "/contacts/imports", imports.listImports],
      ["GET", "/contacts/imports/:id", imports.getImport],
      ["GET", "/contacts/:id", contacts.getContact],
      ["PATCH", "/contacts/:id", contacts.updateContact],
      ["DELETE", "/contacts/:id", contacts.deleteContact],
      ["GET", "/contacts/:id/segments", segments.listContactSegments],
      ["POST", "/contacts/:id/segments/:segment", segments.addToSegment],
      ["DELETE", "/contacts/:id/segments/:segment", segments.removeFromSegment],
      ["GET", "/contacts/:id/topics", topics.listContactTopics],
      ["PATCH", "/contacts/:id/topics", topics.updateContactTopics],
      ["POST", "/segments", segments.createSegment],
      ["GET", "/segments", segments.listSegments],
      ["GET", "/segments/:id", segments.getSegment],
      ["PATCH", "/segments/:id", segments.updateSegment],
      ["DELETE", "/segments/:id", segments.deleteSegment],
      ["GET", "/segments/:id/contacts", contacts.listSegmentContacts],
      ["POST", "/topics", topics.createTopic],
      ["GET", "/topics", topics.listTopics],
      ["GET", "/topics/:id", topics.getTopic],
      ["PATCH", "/topics/:id", topics.updateTopic],
      ["DELETE", "/topics/:id", topics.deleteTopic],
      ["POST", "/contact-properties", properties.createProperty],
      ["GET", "/contact-properties", properties.listProperties],
      ["GET", "/contact-properties/:id", properties.getProperty],
      ["PATCH", "/contact-properties/:id", properties.updateProperty],
      ["DELETE", "/contact-properties/:id", properties.deleteProperty],
      ["POST", "/broadcasts", broadcasts.createBroadcast],
      ["GET", "/broadcasts", broadcasts.listBroadcasts],
      ["GET", "/broadcasts/:id", broadcasts.getBroadcast],
      ["PATCH", "/broadcasts/:id", broadcasts.updateBroadcast],
      ["DELETE", "/broadcasts/:id", broadcasts.deleteBroadcast],
      ["POST", "/broadcasts/:id/send", broadcasts.sendBroadcast],
      ["POST", "/broadcasts/:id/cancel", broadcasts.cancelBroadcast],
      ["POST", "/broadcasts/:id/duplicate", broadcasts.duplicateBroadcast],
      ["GET", "/broadcasts/:id/recipients", results.listRecipients],
      ["GET", "/broadcasts/:id/clicked-links", results.listClickedLinks],
    ] as const
  ).map(([method, path, answer]) => ({ method, path, sends: false, answer })),
];
