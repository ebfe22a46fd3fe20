import type { Context, Hono } from "hono";
import { type Answered, answerDocument } from "#src/app/share/answer-document.ts";
import { printable, type Remarked } from "#src/app/share/mail-remark.ts";
import { SERVED_POLICY } from "#src/app/share/share-document.ts";
import { readShareToken } from "#src/model/token.ts";
import { openShare } from "#src/store/issues/shares.ts";
import { clientAddress, networkOf } from "#src/web/client-address.ts";
import type { WebDeps } from "#src/web/web-deps.ts";
import type { PublicPages } from "./public-page.ts";
import { tokenHeaders } from "./token-headers.ts";

const MOST_LETTERS = { name: 80, remark: 5000 } as const;

/**
 * `/s/<token>`: an issue before it is sent, for everybody who has the link, until the link ends. A POST of its form mails a remark to the
 * editors. A link that has ended, was taken back or never existed gets the same answer.
 */
export function addShare(app: Hono, deps: WebDeps, pages: PublicPages): void {
  const { ledger, newsletter, tokenKeys } = deps;

  app.get("/s/:token", tokenHeaders, async (context) => {
    const shared = await read(context);
    if (shared === null) return pages.notice(context, 404, "notFound");
    context.header("Content-Security-Policy", SERVED_POLICY);
    return context.html(shared.page);
  });

  app.post("/s/:token", tokenHeaders, async (context) => {
    const shared = await read(context);
    if (shared === null) return pages.notice(context, 404, "notFound");
    const fields = await context.req.parseBody().catch(() => ({}) as Record<string, unknown>);
    if (fields["form"] !== "remark") return pages.notice(context, 400, "notAllowed");
    // A robot that fills in the invisible field gets the same answer as everybody.
    if (textIn(fields, "website") !== "") return answer(context, "mailed");
    const text = printable(textIn(fields, "remark")).slice(0, MOST_LETTERS.remark);
    const name = printable(textIn(fields, "name")).replaceAll(/\s+/g, " ").slice(0, MOST_LETTERS.name);
    if (text === "") return answer(context, "empty");
    if (deps.onRemark === undefined) return answer(context, "nobody");
    const from = clientAddress(context, deps.trustProxy ?? 0);
    const network = from === null ? null : networkOf(from);
    const { id: share, slug, title } = shared;
    return answer(context, await deps.onRemark({ share, slug, title, name, text, network }));
  });

  async function read(context: Context) {
    const token = readShareToken(context.req.param("token") ?? "", tokenKeys);
    const now = ledger.clock.now();
    if (token === null || token.until <= now) return null;
    const shared = await openShare(ledger.db, token.share, now);
    return shared === undefined ? null : { ...shared, id: token.share };
  }

  async function answer(context: Context, which: Answered): Promise<Response> {
    context.header("Content-Security-Policy", SERVED_POLICY);
    return context.html(await answerDocument(newsletter.name, which), STATUS[which]);
  }
}

const STATUS = {
  mailed: 200,
  empty: 400,
  "too-many": 429,
  nobody: 503,
  failed: 503,
} as const satisfies Record<Remarked | "empty", number>;

function textIn(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}
