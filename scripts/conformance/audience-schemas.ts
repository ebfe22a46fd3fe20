/** Schemas for answers about contacts, segments and broadcasts that the OpenAPI file leaves out. */
export const AUDIENCE_SCHEMAS = {
  changedSegment: {
    type: "object",
    required: ["object", "id"],
    additionalProperties: false,
    properties: { object: { const: "segment" }, id: { type: "string", format: "uuid" } },
  },
  changedBroadcast: {
    type: "object",
    required: ["object", "id"],
    additionalProperties: false,
    properties: { object: { const: "broadcast" }, id: { type: "string", format: "uuid" } },
  },
  metrics: {
    type: "object",
    required: ["object", "start_date", "end_date", "metrics", "dimensions", "granularity", "totals"],
    properties: {
      start_date: { type: "string", format: "date-time" },
      end_date: { type: "string", format: "date-time" },
      totals: { type: "object", minProperties: 22, additionalProperties: { type: "number" } },
    },
  },
  contacts: {
    type: "object",
    required: ["object", "has_more", "data"],
    additionalProperties: false,
    properties: {
      object: { const: "list" },
      has_more: { type: "boolean" },
      data: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          required: ["id", "email", "first_name", "last_name", "created_at", "unsubscribed"],
          additionalProperties: false,
          properties: {
            id: { type: "string", format: "uuid" },
            email: { type: "string" },
            first_name: { type: ["string", "null"] },
            last_name: { type: ["string", "null"] },
            created_at: { type: "string" },
            unsubscribed: { type: "boolean" },
          },
        },
      },
    },
  },
  contactEvent: {
    type: "object",
    required: ["type", "created_at", "data"],
    additionalProperties: false,
    properties: {
      type: { enum: ["contact.created", "contact.updated", "contact.deleted"] },
      created_at: { type: "string", format: "date-time" },
      data: {
        type: "object",
        required: ["id", "segment_ids", "created_at", "updated_at", "email", "unsubscribed"],
        properties: { segment_ids: { type: "array", items: { type: "string", format: "uuid" } } },
      },
    },
  },
  contactTopicsEvent: {
    type: "object",
    required: ["type", "created_at", "data"],
    additionalProperties: false,
    properties: {
      type: { const: "contact.topics.updated" },
      created_at: { type: "string", format: "date-time" },
      data: {
        type: "object",
        required: ["email", "topics"],
        additionalProperties: false,
        properties: {
          email: { type: "string" },
          topics: {
            type: "array",
            items: {
              type: "object",
              required: ["id", "subscription"],
              additionalProperties: false,
              properties: {
                id: { type: "string", format: "uuid" },
                subscription: { enum: ["opt_in", "opt_out"] },
              },
            },
          },
        },
      },
    },
  },
} as const satisfies Record<string, object>;
