import { html } from "hono/html";
import { type InboxMessage, type MessageSummary } from "./inbox.ts";
import { factsOf, searchForm, stateOf, tableOf } from "./page-parts.ts";
import { type Html, PAGE_POLICY, sandboxPage, timeText } from "./sandbox-page.ts";
import type { SandboxApp } from "#src/sandbox/api/sandbox-app.ts";
import type { World } from "#src/sandbox/team/create-world.ts";

const PAGE = 50;
const MAIL_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline' http: https:; img-src http: https: data:; font-src http: https: data:";

/** The inbox in the browser: `/`, `/inbox/:id`, and `/inbox/:id/html` for the frame. */
export function addInboxPages(app: SandboxApp, { inbox, timeline }: World): void {
  app.get("/", (context) => {
    const address = context.req.query("address")?.trim() ?? "";
    const after = context.req.query("after");
    const { data, hasMore } = inbox.list({ address, limit: PAGE, ...(after === undefined ? {} : { after }) });
    context.header("content-security-policy", PAGE_POLICY);
    return context.html(listPage(data, { address, after, hasMore, total: inbox.count, kept: inbox.kept }));
  });

  app.get("/inbox/:id", (context) => {
    const message = inbox.get(context.req.param("id"));
    context.header("content-security-policy", PAGE_POLICY);
    if (message === null) {
      return context.html(
        sandboxPage(
          "Message not found",
          html`<p class="empty">The inbox has no message with this id. <a href="/">Back to the inbox</a></p>`,
        ),
        404,
      );
    }
    return context.html(messagePage(message, timeline.now()));
  });

  app.get("/inbox/:id/html", (context) => {
    const body = inbox.get(context.req.param("id"))?.html;
    context.header("content-security-policy", MAIL_POLICY);
    context.header("x-content-type-options", "nosniff");
    context.header("referrer-policy", "no-referrer");
    return body == null ? context.text("This message has no HTML.", 404) : context.html(body);
  });
}

function listPage(
  messages: readonly MessageSummary[],
  view: { address: string; after: string | undefined; hasMore: boolean; total: number; kept: number },
): Html {
  const { address, hasMore, total, kept } = view;
  const last = messages.at(-1);
  const query = (after: string) =>
    `/?${new URLSearchParams({ ...(address === "" ? {} : { address }), after }).toString()}`;
  const rows = messages.map(
    (message) =>
      html`<tr>
        <td><a href="/inbox/${message.id}">${message.subject}</a></td>
        <td>${message.to.join(", ")}</td>
        <td>${stateOf(message)}</td>
        <td class="time">${timeText(message.createdAt)}</td>
      </tr>`,
  );
  const newest = kept < total ? `, the newest ${kept.toLocaleString("en")} kept` : "";
  const count = `${total.toLocaleString("en")} accepted${newest}`;
  const nothing =
    total === 0
      ? html`<p class="empty">
          Nothing has arrived yet. Point <code>RESEND_BASE_URL</code> at this address and send something.
        </p>`
      : html`<p class="empty">
          No message to an address with “${address}” is kept. <a href="/">Show all</a>
        </p>`;
  return sandboxPage(
    "Inbox",
    html`${searchForm("/", "Recipient", address, count)}
      ${tableOf(["Subject", "To", "State", "Accepted (UTC)"], rows, nothing)}
      <nav>
        ${view.after === undefined ? "" : html`<a href="/?${new URLSearchParams(address === "" ? {} : { address }).toString()}">Newest</a>`}
        ${hasMore && last !== undefined ? html`<a href="${query(last.id)}">Older</a>` : ""}
      </nav>`,
  );
}

function messagePage(message: InboxMessage, now: number): Html {
  const facts: readonly (readonly [string, string])[] = [
    ["From", message.from],
    ["To", message.to.join(", ")],
    ["Cc", message.cc.join(", ")],
    ["Bcc", message.bcc.join(", ")],
    ["Reply-To", message.replyTo.join(", ")],
    ["Accepted", `${timeText(message.createdAt)} UTC`],
    ["Scheduled for", message.scheduledAt === null ? "" : `${timeText(message.scheduledAt)} UTC`],
    ["Attachments", message.attachments.join(", ")],
    ["Id", message.id],
    ...Object.entries(message.headers),
    ...Object.entries(message.tags).map(([name, value]) => [`Tag ${name}`, value] as const),
  ];
  const events = message.events.map(
    ({ type, at, to }) =>
      html`<li>
        <span class="state ${type.slice(6)}">${type.slice(6).replaceAll("_", " ")}</span> ${to}
        <span class="time">${timeText(at)}</span>
      </li>`,
  );
  return sandboxPage(
    message.subject,
    html`<p><a href="/">Inbox</a></p>
      <h1>${message.subject}</h1>
      ${factsOf(facts)}
      <h2>Events</h2>
      ${
        events.length === 0
          ? html`<p class="empty">None yet at ${timeText(now)} UTC.</p>`
          : html`<ol class="events">
              ${events}
            </ol>`
      }
      ${message.dropped ? html`<p class="empty">The body was dropped to keep the inbox within its size limit.</p>` : ""}
      ${
        message.html === null
          ? ""
          : html`<h2>HTML</h2>
              <iframe
                title="The email"
                sandbox=""
                referrerpolicy="no-referrer"
                src="/inbox/${message.id}/html"
              ></iframe>`
      }
      ${
        message.text === null
          ? ""
          : html`<h2>Plain text</h2>
              <pre>${message.text}</pre>`
      }`,
  );
}
