import { readFile } from "node:fs/promises";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { SCHEMAS, type SchemaName } from "./schemas.ts";

/** One difference between a value and a schema: `type /data/*\/html`, `extra /tags`, `missing /text`. */
export interface Difference {
  readonly what: string;
  readonly detail: string;
}

export interface OpenApi {
  readonly operations: readonly { readonly method: string; readonly path: string }[];
  /** Compares a request's body with the file; null if the file describes no body. */
  request(method: string, path: string, body: unknown): readonly Difference[] | null;
  response(method: string, path: string, status: number, body: unknown): readonly Difference[] | null;
  webhook(type: string, body: unknown): readonly Difference[] | null;
  own(name: SchemaName, value: unknown): readonly Difference[];
}

type Json = Readonly<Record<string, unknown>>;

/** Read an OpenAPI 3.1 file, whose schemas are JSON Schema 2020-12. Paths are compared without the names of parameters. */
export async function loadOpenApi(file: string): Promise<OpenApi> {
  const document = objectOf(parse(await readFile(file, "utf8")));
  // Not strict, because the file contains keywords of OpenAPI; of these ajv knows `nullable`.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat("binary", true);
  ajv.addSchema(document, "openapi");

  const paths = new Map(Object.keys(objectOf(document["paths"])).map((path) => [anonymous(path), path]));
  const compare = (pointer: readonly string[], value: unknown): readonly Difference[] | null => {
    const schema = pointer.reduce<unknown>((node, key) => objectOf(node)[key], document);
    if (schema === undefined) return null;
    const escaped = pointer.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1")));
    const validate = ajv.compile({ $ref: `openapi#/${escaped.join("/")}` });
    const valid = validate(value);
    return [...(valid ? [] : differencesOf(validate.errors)), ...compareKeys(schema, value, document, "")];
  };
  const operation = (method: string, path: string) => [
    "paths",
    paths.get(anonymous(path)) ?? path,
    method.toLowerCase(),
  ];

  return {
    operations: [...paths.values()].flatMap((path) =>
      Object.keys(objectOf(objectOf(document["paths"])[path]))
        .filter((method) => ["get", "post", "put", "patch", "delete"].includes(method))
        .map((method) => ({ method: method.toUpperCase(), path })),
    ),
    request: (method, path, body) => compare([...operation(method, path), "requestBody", ...CONTENT], body),
    response: (method, path, status, body) =>
      compare([...operation(method, path), "responses", String(status), ...CONTENT], body),
    webhook: (type, body) => compare(["webhooks", type, "post", "requestBody", ...CONTENT], body),
    own(name, value) {
      const validate = ajv.compile(SCHEMAS[name]);
      return validate(value) ? [] : differencesOf(validate.errors);
    },
  };
}

const CONTENT = ["content", "application/json", "schema"];

/** `/emails/{email_id}` and `/emails/:id` are the same path. */
export function anonymous(path: string): string {
  return path.replaceAll(/\{[^}]*\}|:[a-z_]+/g, "*");
}

function differencesOf(errors: readonly ErrorObject[] | null | undefined): readonly Difference[] {
  return (errors ?? []).map(({ keyword, instancePath, message, params }) => ({
    what: `${keyword} ${instancePath.replaceAll(/\/\d+/g, "/*") || "/"}`,
    detail: `${message ?? keyword} ${JSON.stringify(params)}`,
  }));
}

/**
 * Lists fields that the file does not know, and fields that it knows but the value lacks. The file's schemas require
 * next to nothing, so that `{}` would be valid everywhere: only this makes the comparison mean something.
 */
function compareKeys(schema: unknown, value: unknown, document: Json, at: string): readonly Difference[] {
  if (Array.isArray(value)) {
    const items = resolve(schema, document)["items"];
    const all =
      items === undefined ? [] : value.flatMap((entry) => compareKeys(items, entry, document, `${at}/*`));
    return [...new Map(all.map((difference) => [difference.what, difference])).values()];
  }
  if (typeof value !== "object" || value === null) return [];
  const properties = propertiesOf(schema, document);
  if (properties === null) return [];
  const given = objectOf(value);
  return [
    ...Object.keys(given)
      .filter((key) => !(key in properties))
      .map((key) => ({ what: `extra ${at}/${key}`, detail: "the file does not name this field" })),
    ...Object.keys(properties)
      .filter((key) => !(key in given))
      .map((key) => ({ what: `missing ${at}/${key}`, detail: "the file names this field" })),
    ...Object.entries(given).flatMap(([key, inner]) =>
      key in properties ? compareKeys(properties[key], inner, document, `${at}/${key}`) : [],
    ),
  ];
}

/** Returns all properties that an object may have; null if its keys are free. */
function propertiesOf(schema: unknown, document: Json): Json | null {
  const node = resolve(schema, document);
  const parts = Array.isArray(node["allOf"]) ? node["allOf"].map((part) => propertiesOf(part, document)) : [];
  const own = node["properties"];
  // Named and free keys in one object: which of them are there depends on the request.
  if (node["additionalProperties"] !== undefined) return null;
  if (own === undefined && parts.every((part) => part === null)) return null;
  return Object.assign({}, ...parts, own ?? {}) as Json;
}

function resolve(schema: unknown, document: Json): Json {
  const node = objectOf(schema);
  const reference = node["$ref"];
  if (typeof reference !== "string") return node;
  return resolve(
    reference
      .slice(2)
      .split("/")
      .reduce<unknown>((inner, key) => objectOf(inner)[key], document),
    document,
  );
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
