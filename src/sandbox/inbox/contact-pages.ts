import { html } from "hono/html";
import type { SandboxApp } from "#src/sandbox/api/sandbox-app.ts";
import { takePage } from "#src/sandbox/api/pagination.ts";
import type { Contact } from "#src/sandbox/audience/contacts.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import type { MessageSummary } from "./inbox.ts";
import { factsOf, searchForm, stateOf, tableOf } from "./page-parts.ts";
import { type Html, PAGE_POLICY, sandboxPage, timeText } from "./sandbox-page.ts";

const PAGE = 50;

/** The team's contacts in the browser, `/people`, and an inbox for each of them, `/people/:id`. */
export function addContactPages(app: SandboxApp, { audience, inbox }: World): void {
  app.get("/people", (context) => {
    const { address = "", after } = context.req.query();
    const wanted = address.trim().toLowerCase();
    const fitting = audience.contacts
      .list()
      .values()
      .filter(({ email }) => email.toLowerCase().includes(wanted));
    const page = takePage(fitting, { limit: PAGE, after });
    context.header("content-security-policy", PAGE_POLICY);
    return context.html(
      listPage(page.data, { address, hasMore: page.hasMore, total: audience.contacts.size }),
    );
  });

  app.get("/people/:id", (context) => {
    context.header("content-security-policy", PAGE_POLICY);
    const contact = audience.contacts.find(context.req.param("id"));
    if (contact === undefined) {
      const words = html`<p class="empty">
        The team has no such contact. <a href="/people">All contacts</a>
      </p>`;
      return context.html(sandboxPage("Contact not found", words), 404);
    }
    const segments = [...contact.segments.keys()].flatMap((id) => audience.segments.get(id)?.name ?? []);
    const topics = [...audience.topics.values()].map(
      (topic) => [topic.name, audience.subscriptionOf(contact, topic).replace("_", " ")] as const,
    );
    return context.html(contactPage(contact, { segments, topics, mails: inbox.byAddress(contact.email) }));
  });
}

function listPage(
  contacts: readonly Contact[],
  { address, hasMore, total }: { address: string; hasMore: boolean; total: number },
): Html {
  const last = contacts.at(-1);
  const rows = contacts.map(
    (contact) =>
      html`<tr>
        <td><a href="/people/${contact.id}">${contact.email}</a></td>
        <td>${nameOf(contact)}</td>
        <td>${subscriptionOf(contact)}</td>
        <td class="time">${timeText(contact.createdAt)}</td>
      </tr>`,
  );
  const older = new URLSearchParams({ address, after: last?.id ?? "" }).toString();
  const nothing = html`<p class="empty">
    ${total === 0 ? "The team has no contacts yet." : "No contact has such an address."}
  </p>`;
  return sandboxPage(
    "Contacts",
    html`${searchForm("/people", "Contact", address, `${total.toLocaleString("en")} ${total === 1 ? "contact" : "contacts"}`)}
      ${tableOf(["Address", "Name", "State", "Created (UTC)"], rows, nothing)}
      <nav>${hasMore ? html`<a href="/people?${older}">Older</a>` : ""}</nav>`,
  );
}

function contactPage(
  contact: Contact,
  {
    segments,
    topics,
    mails,
  }: {
    segments: readonly string[];
    topics: readonly (readonly [string, string])[];
    mails: readonly MessageSummary[];
  },
): Html {
  const facts: readonly (readonly [string, string])[] = [
    ["Name", nameOf(contact)],
    ["State", contact.unsubscribed ? "unsubscribed from everything" : "subscribed"],
    ["Segments", segments.join(", ")],
    ...topics.map(([name, choice]) => [`Topic ${name}`, choice] as const),
    ...Object.entries(contact.properties).map(([key, value]) => [key, String(value)] as const),
    ["Id", contact.id],
  ];
  const rows = mails.map(
    (mail) =>
      html`<tr>
        <td><a href="/inbox/${mail.id}">${mail.subject}</a></td>
        <td>${mail.broadcast === null ? "API" : "broadcast"}</td>
        <td>${stateOf(mail)}</td>
        <td class="time">${timeText(mail.createdAt)}</td>
      </tr>`,
  );
  return sandboxPage(
    contact.email,
    html`<p><a href="/people">Contacts</a></p>
      <h1>${contact.email}</h1>
      ${factsOf(facts)}
      <h2>Mail</h2>
      ${tableOf(["Subject", "Sent by", "State", "Accepted (UTC)"], rows, html`<p class="empty">Nothing has been sent to this contact.</p>`)}`,
  );
}

const nameOf = ({ firstName, lastName }: Contact) =>
  [firstName, lastName].filter((part) => part !== null).join(" ");

const subscriptionOf = ({ unsubscribed }: Contact): Html =>
  unsubscribed
    ? html`<span class="state suppressed">unsubscribed</span>`
    : html`<span class="state delivered">subscribed</span>`;
