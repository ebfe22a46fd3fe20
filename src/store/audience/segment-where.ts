import { type RawBuilder, sql } from "kysely";
import type { Segment } from "#src/model/segment.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/**
 * Turns a segment into a condition over `subscribers s`, for `planAudience`. Every leaf is true or false, never null: a
 * reader whose country we do not know is not in the US. `now` is when the send is planned.
 */
export function segmentWhere(segment: Segment, dialect: Ledger["dialect"], now: number): RawBuilder<boolean> {
  const where = (part: Segment) => segmentWhere(part, dialect, now);
  switch (segment.kind) {
    case "everybody":
      return sql<boolean>`1 = 1`;
    case "and":
    case "or": {
      const glue = segment.kind === "and" ? sql` and ` : sql` or `;
      return sql<boolean>`(${sql.join(segment.parts.map(where), glue)})`;
    }
    case "not":
      return sql<boolean>`not (${where(segment.part)})`;
    case "attribute":
      return attributeWhere(segment, dialect);
    case "column": {
      const column = segment.column === "email" ? sql`s.address` : sql`s.timezone`;
      return textWhere(column, segment.operator, segment.value, dialect);
    }
    case "subscribed": {
      // 0 stands for an unknown day: a reader with an unknown day is in no range of days.
      const first = sql`(select nullif(min(j.at), 0) from list_members j
        where j.subscriber_id = s.id and j.state = 'active')`;
      const bounds = [
        ...(segment.from === null ? [] : [sql`${first} >= ${segment.from}`]),
        ...(segment.to === null ? [] : [sql`${first} < ${segment.to}`]),
      ];
      return sql<boolean>`coalesce(${sql.join(bounds, sql` and `)}, false)`;
    }
    case "clicked":
      return sql<boolean>`exists (select 1 from deliveries cd join events ce on ce.delivery_id = cd.id
        where cd.subscriber_id = s.id and ce.name = 'email.clicked' and ce.kind = 'human'
        and ce.at >= ${now - segment.withinMs})`;
    case "received":
      return sql<boolean>`exists (select 1 from deliveries rd join issues ri on ri.id = rd.issue_id
        where rd.subscriber_id = s.id and rd.outcome = 'submitted' and (ri.slug = ${segment.slug}
          or exists (select 1 from aliases al where al.issue_id = ri.id and al.slug = ${segment.slug})))`;
    case "list":
      return sql<boolean>`exists (select 1 from list_members lm where lm.subscriber_id = s.id
        and lm.list = ${segment.list} and lm.state = 'active')`;
  }
}

/** The value of an attribute of `subscribers s` as text; null where there is none. */
export function attributeText(name: string, dialect: Ledger["dialect"]): RawBuilder<string | null> {
  return dialect === "sqlite"
    ? sql`(s.attributes ->> ${sql.lit(`$."${name}"`)})`
    : sql`(cast(s.attributes as jsonb) ->> ${sql.lit(name)})`;
}

function attributeWhere(
  segment: Extract<Segment, { kind: "attribute" }>,
  dialect: Ledger["dialect"],
): RawBuilder<boolean> {
  const { name, type, operator, value } = segment;
  const text = attributeText(name, dialect);
  if (operator === "exists") return sql<boolean>`(${text} is not null)`;
  if (type === "string") return textWhere(text, operator, String(value), dialect);
  // A value stored before its attribute was declared with this type must not end the whole plan on PostgreSQL.
  const kind =
    dialect === "sqlite"
      ? sql`json_type(s.attributes, ${sql.lit(`$."${name}"`)})`
      : sql`jsonb_typeof(cast(s.attributes as jsonb) -> ${sql.lit(name)})`;
  switch (type) {
    case "number":
      return sql<boolean>`coalesce(case when ${kind} in ('number', 'integer', 'real')
        then cast(${text} as double precision) ${compare(operator)} cast(${value} as double precision) end, false)`;
    case "boolean":
      return dialect === "sqlite"
        ? sql<boolean>`coalesce(${kind} = ${String(value)}, false)`
        : sql<boolean>`coalesce(${text} = ${String(value)}, false)`;
    case "date":
      // Dates are written as YYYY-MM-DD, which sorts as text.
      return sql<boolean>`coalesce(${text} ${compare(operator)} ${value}, false)`;
  }
}

/** A text whose `lower()` and `upper()` fold only A to Z on both databases: they would disagree about the other letters. */
export function asciiCase(text: RawBuilder<unknown>, dialect: Ledger["dialect"]): RawBuilder<unknown> {
  return dialect === "sqlite" ? text : sql`(${text} collate "C")`;
}

/** Compares text, whatever the case of A to Z. */
function textWhere(
  expression: RawBuilder<unknown>,
  operator: string,
  value: string,
  dialect: Ledger["dialect"],
): RawBuilder<boolean> {
  if (operator === "exists") return sql<boolean>`(${expression} is not null)`;
  const folded = sql`lower(${asciiCase(expression, dialect)})`;
  const wanted = value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (operator !== "like") return sql<boolean>`coalesce(${folded} ${compare(operator)} ${wanted}, false)`;
  const pattern = wanted.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");
  return sql<boolean>`coalesce(${folded} like ${pattern} escape '\\', false)`;
}

function compare(operator: string): RawBuilder<unknown> {
  return sql.raw(
    operator === "<" || operator === "<=" || operator === ">" || operator === ">=" ? operator : "=",
  );
}
