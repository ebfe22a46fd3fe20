import type { Page } from "playwright-core";
import { fieldOf, linkIn, pressButton, type Press, startPress, subscribe } from "../web/press.ts";

/** A public site with two issues, one of them corrected since, and readers in every state of coming and going. */
export interface PublicSite extends AsyncDisposable {
  readonly press: Press;
  /** Every public page by its name: where it is, and what is posted to get it. */
  readonly pages: Readonly<Record<string, PageOf>>;
  readonly links: Readonly<Record<"confirm" | "unsubscribe" | "preferences", string>>;
}

export interface PageOf {
  readonly url: string;
  readonly post?: Readonly<Record<string, string>>;
}

const issue = (title: string, at: string, more = "") => `---
title: ${title}
subject: ${title}
preview_text: A line about this issue that is long enough for an inbox to show.
section: letters
send_at: ${at}
draft: false
${more}---

Hello {{ subscriber.first_name | default: "reader" }}. This is what we have to say about it, in a sentence of ${at}.

## What we found

A list of [three things](https://example.org/things) and a table that says so.

| What | How many |
|:--|--:|
| Letters | 3 |
`;

export async function openPublicSite(): Promise<PublicSite> {
  const press = await startPress({
    config: {
      name: "The Imposing Stone",
      tagline: "Letters about keeping a newsletter in git: written, checked and sent with care.",
      languages: ["es"],
      lists: {
        weekly: {
          title: "The weekly letter",
          description: "Everything we publish, on Tuesdays and Fridays.",
        },
        interviews: { title: "Insider’s Corner only", description: "The interviews, and nothing else." },
      },
      sections: { letters: { title: "Letters" } },
      attributes: { language: { type: "string" } },
      theme: {
        accent: "#14566b",
        paper: "#fdfbf6",
        ink: "#21242a",
        dark: { accent: "#84c5dc", paper: "#15191c", ink: "#e7e9e6" },
      },
    },
    issues: {
      "issues/2026-12-01-first.md": issue("A letter about stones", "2026-12-01T10:00:00Z"),
      "issues/2026-12-02-second.md": issue(
        "What the printers locked before the press took it, and why nobody moved it after that",
        "2026-12-02T10:00:00Z",
        "aliases: [p/old-name]\n",
      ),
    },
  });
  await press.tick();
  const join = async (email: string) => {
    await subscribe(press, { email, name: "Ana", list: "weekly" });
    await press.tick();
    const [mail] = press.mailsTo(email);
    if (mail === undefined) throw new Error(`There is no mail to ${email}.`);
    return linkIn(mail, "c");
  };
  await pressButton(await join("reader@example.org"), { form: "confirm" });
  const stale = await join("left@example.org");
  await pressButton(stale, { form: "confirm" });
  await press.tick();
  await pressButton(await join("mover@example.org"), { form: "confirm" });
  await press.tick();
  const ofMover = press.mailsTo("mover@example.org")[1];
  if (ofMover === undefined) throw new Error("There is no welcome.");
  const mover = linkIn(ofMover, "p");
  await pressButton(mover, { form: "address", email: "moved@example.org" });
  await press.tick();
  const [asking] = press.mailsTo("moved@example.org");
  if (asking === undefined) throw new Error("There is no mail to the new address.");
  const change = linkIn(asking, "c");
  const [, welcome] = press.mailsTo("reader@example.org");
  const [, leaving] = press.mailsTo("left@example.org");
  if (welcome === undefined || leaving === undefined) throw new Error("There is no welcome.");
  press.clock.advance(1000);
  await pressButton(linkIn(leaving, "u"), { "List-Unsubscribe": "One-Click" });
  for (const hours of [1, 24]) {
    press.clock.advance(hours * 3_600_000);
    await press.tick();
  }
  await press.edit("issues/2026-12-01-first.md", (text) => text.replace("in a sentence", "in one sentence"));
  await press.tick();
  const confirm = await join("asked@example.org");
  const preferences = linkIn(welcome, "p");
  const unsubscribe = linkIn(welcome, "u");
  const form = await (await fetch(`${press.url}/subscribe`)).text();
  press.clock.advance(5_000);
  const at = (path: string) => ({ url: `${press.url}${path}` });
  const pages = {
    "all issues": at("/"),
    "an issue": at("/issues/second"),
    "a corrected issue": at("/issues/first"),
    "a section": at("/section/letters"),
    search: at("/search"),
    "search, found": at("/search?q=printers"),
    "search, nothing": at("/search?q=nowhere"),
    subscribe: at("/subscribe"),
    "subscribe, wrong address": { ...at("/subscribe"), post: { email: "ana", name: "Ana", list: "weekly" } },
    "check your inbox": {
      ...at("/subscribe"),
      post: { email: "somebody@example.org", list: "weekly", token: fieldOf(form, "token") },
    },
    "check your inbox, mistyped": {
      ...at("/subscribe"),
      post: { email: "somebody@gmial.com", list: "weekly" },
    },
    confirm: { url: confirm },
    confirmed: { url: confirm, post: { form: "confirm" } },
    "confirm, too late": { url: stale, post: { form: "confirm" } },
    preferences: { url: preferences },
    "preferences, wrong name": { url: preferences, post: { form: "preferences", first_name: "<b>" } },
    "preferences saved": {
      url: preferences,
      post: { form: "preferences", list: "weekly", first_name: "Ana", zone: "America/Lima", pause: "30" },
    },
    "preferences while paused": { url: preferences },
    "another address, wrong": { url: mover, post: { form: "address", email: "moved" } },
    "another address, asked": { url: mover, post: { form: "address", email: "moved@example.org" } },
    "another address": { url: change },
    "another address, changed": { url: change, post: { form: "confirm" } },
    unsubscribe: { url: unsubscribe },
    "a break": { url: unsubscribe, post: { from: "page", pause: "30" } },
    unsubscribed: { url: unsubscribe, post: { from: "page" } },
    "not here": at("/nothing"),
    "your own link": at("/u"),
  };
  return {
    press,
    pages,
    links: { confirm, unsubscribe, preferences },
    [Symbol.asyncDispose]: () => press[Symbol.asyncDispose](),
  };
}

/** Where a page of the site is, as a form that presses itself: what a person sees after pressing. */
export async function goTo(page: Page, { url, post }: PageOf): Promise<void> {
  if (post === undefined) {
    await page.goto(url);
    return;
  }
  await page.route(url, (route) =>
    route.continue({
      method: "POST",
      headers: { ...route.request().headers(), "content-type": "application/x-www-form-urlencoded" },
      postData: new URLSearchParams(post).toString(),
    }),
  );
  await page.goto(url);
  await page.unroute(url);
}
