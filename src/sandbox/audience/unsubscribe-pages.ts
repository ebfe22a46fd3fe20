import { html } from "hono/html";
import { type Html, PAGE_POLICY, sandboxPage } from "#src/sandbox/inbox/sandbox-page.ts";
import type { SandboxApp } from "#src/sandbox/api/sandbox-app.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import type { Contact } from "./contacts.ts";
import type { Topic } from "./create-audience.ts";
import { readToken } from "./write-mail.ts";

/**
 * The pages that Resend hosts behind `{{{RESEND_UNSUBSCRIBE_URL}}}`. GET shows the choice; POST leaves one topic or
 * everything. A mail program's one click says only that its reader leaves, so the switch `one_click_leaves` decides
 * what.
 */
export function addUnsubscribePages(
  app: SandboxApp,
  { audience, broadcasts, switches, timeline }: World,
): void {
  const find = (token: string) => {
    const { broadcastId, contactId } = readToken(token);
    return { broadcast: broadcasts.get(broadcastId), contact: audience.contacts.get(contactId) };
  };
  /** A private topic is shown only to those who get it, a public one to everybody. */
  const topicsFor = (contact: Contact) =>
    [...audience.topics.values()].filter(
      (topic) => topic.visibility === "public" || audience.subscriptionOf(contact, topic) === "opt_in",
    );
  const pageFor = (contact: Contact) =>
    unsubscribePage(
      contact,
      topicsFor(contact).map((topic) => ({ topic, gets: audience.wants(contact, topic.id) })),
    );

  app.get("/unsubscribe/:token", (context) => {
    context.header("content-security-policy", PAGE_POLICY);
    const { contact } = find(context.req.param("token"));
    return contact === undefined ? context.html(UNKNOWN, 404) : context.html(pageFor(contact));
  });

  app.post("/unsubscribe/:token", async (context) => {
    context.header("content-security-policy", PAGE_POLICY);
    const { broadcast, contact } = find(context.req.param("token"));
    if (contact === undefined) return context.html(UNKNOWN, 404);
    const { leave: chosen } = await context.req.parseBody();
    const topicId = typeof chosen === "string" ? chosen : (broadcast?.topicId ?? "all");
    const topic =
      chosen === undefined && switches.one_click_leaves === "all" ? undefined : audience.topics.get(topicId);
    const left =
      topic === undefined
        ? audience.changeContact(contact, { unsubscribed: true })
        : audience.chooseTopics(contact, new Map([[topic.id, "opt_out"]]));
    if (broadcast !== undefined) {
      broadcasts.mailingOf(broadcast.id).unsubscribed.set(contact.id, timeline.now());
    }
    return context.html(pageFor(left));
  });
}

function unsubscribePage(
  { email, unsubscribed }: Contact,
  topics: readonly { readonly topic: Topic; readonly gets: boolean }[],
): Html {
  const rows = topics.map(
    ({ topic: { id, name, description }, gets }) =>
      html`<tr>
        <td>${name}${description === null ? "" : html`<br /><span class="empty">${description}</span>`}</td>
        <td>
          ${gets ? html`<button name="leave" value="${id}">Unsubscribe from ${name}</button>` : "unsubscribed"}
        </td>
      </tr>`,
  );
  return sandboxPage(
    "Unsubscribe",
    html`<h1>${unsubscribed ? "You are unsubscribed" : "Unsubscribe"}</h1>
      <p>
        ${unsubscribed ? html`${email} gets no more of this team's broadcasts.` : html`What ${email} gets.`}
      </p>
      ${
        unsubscribed
          ? ""
          : html`<form method="post">
              <table>
                <tbody>
                  ${rows}
                </tbody>
              </table>
              <button name="leave" value="all">Unsubscribe from everything</button>
            </form>`
      }`,
  );
}

const UNKNOWN = sandboxPage(
  "Unsubscribe",
  html`<p class="empty">Nobody is known under this link: the contact has been deleted.</p>`,
);
