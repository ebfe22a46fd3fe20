/**
 * Columns of our own export before the attributes. The export, the recognition of its files and the import share this
 * list: a name that the import lacked would be read as an attribute, with a value of ours.
 */
export const OWN_COLUMNS = [
  "email",
  "list",
  "status",
  "since",
  "timezone",
  "paused_until",
  "created_at",
  "updated_at",
  "public_id",
  "suppressed",
  "suppressed_at",
] as const;
