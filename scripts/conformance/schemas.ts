import { AUDIENCE_SCHEMAS } from "./audience-schemas.ts";

/**
 * JSON Schemas (2020-12) for Resend's answers that its OpenAPI file leaves out: errors, limit headers, usage, permissive
 * batches and suppression events. Closed where Resend's answer is fully known, so that an extra field is found too.
 */
export const SCHEMAS = {
  ...AUDIENCE_SCHEMAS,
  error: {
    type: "object",
    required: ["statusCode", "message", "name"],
    additionalProperties: false,
    properties: {
      statusCode: { type: "integer", minimum: 400, maximum: 599 },
      message: { type: "string", minLength: 1 },
      name: { type: "string", pattern: "^[a-z_]+$" },
    },
  },
  limitHeaders: {
    type: "object",
    required: ["ratelimit-policy", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"],
    properties: {
      "ratelimit-policy": { type: "string", pattern: "^\\d+;w=1$" },
      "ratelimit-limit": { type: "string", pattern: "^\\d+$" },
      "ratelimit-remaining": { type: "string", pattern: "^\\d+$" },
      "ratelimit-reset": { type: "string", pattern: "^\\d+$" },
    },
  },
  tooManyHeaders: {
    type: "object",
    required: ["retry-after"],
    properties: { "retry-after": { type: "string", pattern: "^\\d+$" } },
  },
  quotaHeaders: {
    type: "object",
    required: ["x-resend-daily-quota", "x-resend-monthly-quota"],
    properties: {
      "x-resend-daily-quota": { type: "string", pattern: "^\\d+$" },
      "x-resend-monthly-quota": { type: "string", pattern: "^\\d+$" },
    },
  },
  sent: {
    type: "object",
    required: ["id"],
    additionalProperties: false,
    properties: { id: { type: "string", format: "uuid" } },
  },
  strictBatch: {
    type: "object",
    required: ["data"],
    additionalProperties: false,
    properties: { data: { type: "array", minItems: 1, items: { $ref: "#/$defs/id" } } },
    $defs: {
      id: {
        type: "object",
        required: ["id"],
        additionalProperties: false,
        properties: { id: { type: "string", format: "uuid" } },
      },
    },
  },
  permissiveBatch: {
    type: "object",
    required: ["data", "errors"],
    additionalProperties: false,
    properties: {
      data: {
        type: "array",
        items: { type: "object", required: ["id"], properties: { id: { type: "string", format: "uuid" } } },
      },
      errors: {
        type: "array",
        items: {
          type: "object",
          required: ["index", "message"],
          additionalProperties: false,
          properties: { index: { type: "integer", minimum: 0 }, message: { type: "string", minLength: 1 } },
        },
      },
    },
  },
  changedEmail: {
    type: "object",
    required: ["object", "id"],
    additionalProperties: false,
    properties: { object: { const: "email" }, id: { type: "string", format: "uuid" } },
  },
  usage: {
    type: "object",
    required: ["object", "emails", "contacts", "segments", "broadcasts", "domains", "rate_limit"],
    properties: {
      object: { const: "usage" },
      emails: {
        type: "object",
        required: ["daily", "monthly"],
        properties: { daily: { $ref: "#/$defs/period" }, monthly: { $ref: "#/$defs/period" } },
      },
      contacts: { $ref: "#/$defs/amount" },
      segments: { $ref: "#/$defs/amount" },
      broadcasts: { $ref: "#/$defs/amount" },
      domains: { $ref: "#/$defs/amount" },
      automation_runs: { $ref: "#/$defs/amount" },
      rate_limit: {
        type: "object",
        required: ["limit", "duration"],
        properties: { limit: { type: "integer", minimum: 1 }, duration: { type: "string" } },
      },
    },
    $defs: {
      amount: {
        type: "object",
        required: ["used", "limit"],
        properties: { used: { type: "integer" }, limit: { type: ["integer", "null"] } },
      },
      period: {
        type: "object",
        required: ["used", "limit", "sent", "received", "resets_at"],
        properties: {
          used: { type: "integer" },
          limit: { type: ["integer", "null"] },
          sent: { type: "integer" },
          received: { type: "integer" },
          resets_at: { type: "string", format: "date-time" },
        },
      },
    },
  },
  /** One recipient per event, and tags as a map: the OpenAPI file says neither. */
  emailEvent: {
    type: "object",
    required: ["type", "created_at", "data"],
    additionalProperties: false,
    properties: {
      type: { type: "string", pattern: "^email\\." },
      created_at: { type: "string", format: "date-time" },
      data: {
        type: "object",
        required: ["created_at", "email_id", "message_id", "from", "to", "subject"],
        properties: {
          email_id: { type: "string", format: "uuid" },
          message_id: { type: "string", minLength: 3 },
          to: { type: "array", minItems: 1, maxItems: 1, items: { type: "string" } },
          tags: { type: "object", additionalProperties: { type: "string" } },
        },
      },
    },
  },
  suppressionEvent: {
    type: "object",
    required: ["type", "created_at", "data"],
    additionalProperties: false,
    properties: {
      type: { enum: ["suppression.added", "suppression.removed"] },
      created_at: { type: "string", format: "date-time" },
      data: {
        type: "object",
        required: ["id", "email", "origin", "source_id", "created_at"],
        additionalProperties: false,
        properties: {
          id: { type: "string", format: "uuid" },
          email: { type: "string" },
          origin: { enum: ["bounce", "complaint", "manual"] },
          source_id: { type: ["string", "null"] },
          created_at: { type: "string", format: "date-time" },
        },
      },
    },
  },
  webhookHeaders: {
    type: "object",
    required: ["svix-id", "svix-timestamp", "svix-signature", "content-type"],
    properties: {
      "svix-id": { type: "string", pattern: "^msg_" },
      "svix-timestamp": { type: "string", pattern: "^\\d{10}$" },
      "svix-signature": { type: "string", pattern: "^v1,[A-Za-z0-9+/]+=*$" },
      "content-type": { const: "application/json" },
    },
  },
} as const satisfies Record<string, object>;

export type SchemaName = keyof typeof SCHEMAS;
