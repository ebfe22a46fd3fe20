import { expect, onTestFinished, test, vi } from "vitest";
import { withoutTyped } from "../helpers/without-typed.ts";
import { fieldOf, openDoor, URL_OF_FORM } from "./door.ts";

const PRESS = { form: "confirm", list: "weekly" };
const DAY_MS = 86_400_000;

test("from the form over the mail and its button to the segment, and again without harm", async () => {
  await using door = await openDoor();
  const form = await door.get(URL_OF_FORM);
  expect(form.page).toMatch(/<h1>Get Field &lt;Notes&gt; &amp; Co<\/h1>[^]*Notes from the field\./);
  const link = await door.ask("Ana@Example.org", { name: "Ana" });
  expect(link).toMatch(/^https:\/\/news\.example\.org\/subscribe\/c\/v1\.[\w.-]+$/);
  const [mail] = door.sandbox.inbox.byAddress("ana@example.org");
  const { html, text, subject } = door.sandbox.inbox.get(mail?.id ?? "") ?? {};
  expect(subject).toBe("Confirm your subscription to Field <Notes> & Co");
  expect(html).toContain(`href="${link}"`);
  expect(html).toContain("Field &lt;Notes&gt; &amp; Co");
  expect(`${html}${text}${link}`).not.toMatch(/\bana\b|example\.org@/i);
  expect(door.contact("ana@example.org")).toBeNull();

  const shown = await door.get(link);
  expect(shown.page).toMatch(/One last step[^]*The Weekly[^]*Yes, send it to me/);
  for (let time = 0; time < 2; time += 1) {
    const { status, page } = await door.post(link, PRESS);
    expect([status, page]).toEqual([200, expect.stringMatching(/You are on the list[^]*The Weekly/)]);
    expect(door.contact("ana@example.org")).toEqual({
      segments: ["Weekly"],
      gets: ["Weekly"],
      unsubscribed: false,
    });
  }
  expect(door.sandbox.audience.contacts.find("ana@example.org")?.firstName).toBe("Ana");
  expect(door.errors).toEqual([]);
});

test("nothing but a press on our own page changes anything: no GET, no HEAD, no post of a scanner", async () => {
  await using door = await openDoor();
  const link = await door.ask("ana@example.org");
  const { never } = door.links("ana@example.org");
  let writes = 0;
  using _ = door.sandbox.on("request", ({ method }) => {
    if (method !== "GET") writes += 1;
  });
  for (const url of [link, never]) {
    const { status, headers, page } = await door.get(url, { "user-agent": "SafeLinks" });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(page).toContain('name="robots" content="noindex"');
    expect(page).not.toMatch(/<script|autofocus|onload/i);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await door.head(url)).toMatchObject({ status: 200, page: "" });
    for (const name of ["confirm", "never"]) {
      const fields = { form: name, list: "weekly" };
      const refused = [
        await door.post(url, fields, {}),
        await door.post(url, fields, { origin: "https://scanner.example" }),
        await door.post(url, fields, { origin: "null" }),
        await door.post(url, {}),
      ];
      expect(refused.map((answer) => answer.status)).toEqual([400, 400, 400, 400]);
    }
  }
  expect(writes).toBe(0);
  expect(door.contact("ana@example.org")).toBeNull();
});

test("a forged, an expired, a swapped and another newsletter's link have one same answer, on every method", async () => {
  await using door = await openDoor();
  await using other = await openDoor({ config: { url: "https://other.example.org" } });
  await using rotated = await openDoor({ env: { LETTERPRESS_SECRET: "b".repeat(64) } });
  const { confirm, never } = await door.ask("ana@example.org").then(() => door.links("ana@example.org"));
  const token = confirm.split("/c/")[1] ?? "";
  const [first = "", id = "", sealed = ""] = token.split(".");
  const flipped = (at: number) =>
    `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
  const wrong = [
    "v1.x",
    `${first}.${id}.${sealed.slice(0, -4)}`,
    `${first}.${id}.${flipped(3)}`,
    `${first}.${id}.${flipped(40)}`,
    `${first}.00000000.${sealed}`,
    never.split("/n/")[1] ?? "",
    "%00",
    "a".repeat(5_000),
  ];
  const links = [
    ...wrong.map((text) => [door, `${URL_OF_FORM}/c/${text}`] as const),
    [door, `${URL_OF_FORM}/n/${token}`] as const,
    [other, `https://other.example.org/subscribe/c/${token}`] as const,
    [rotated, confirm] as const,
  ];
  const answers = new Map<string, string[]>();
  const note = (page: string, status: number, link: string) => {
    const same = `${status} ${page.replaceAll("other.example", "news.example")}`;
    answers.set(same, [...(answers.get(same) ?? []), link]);
  };
  for (const [at, link] of links) {
    for (const answer of [await at.get(link), await at.post(link, PRESS)])
      note(answer.page, answer.status, link);
  }
  door.clock.advance(4 * DAY_MS);
  for (const answer of [await door.get(confirm), await door.post(confirm, PRESS)])
    note(answer.page, answer.status, "expired");
  expect([...answers.values()].map(({ length }) => length)).toEqual([links.length * 2 + 2]);
  expect([...answers.keys()][0]).toMatch(/^404 [^]*This link no longer works/);
  expect(door.contact("ana@example.org")).toBeNull();
});

test("the link works to the end of its third day, also under a secret that was put in front", async () => {
  await using door = await openDoor();
  const link = await door.ask("ana@example.org");
  // Asked at nine: what is left of its day, and three more.
  door.clock.advance(3 * DAY_MS + 14 * 3_600_000);
  expect((await door.get(link)).status).toBe(200);
  door.clock.advance(2 * 3_600_000);
  expect((await door.get(link)).status).toBe(404);
  const secrets = `${"n".repeat(40)},a secret of these tests that is long enough`;
  await using renewed = await openDoor({ env: { LETTERPRESS_SECRET: secrets } });
  expect(await renewed.ask("bo@example.org")).not.toBe("");
});

test("one mail for an address and a UTC day, however it is typed, in whatever language, for whatever list", async () => {
  const lists = {
    weekly: { title: "The Weekly", segment: "Weekly", topic: "Weekly" },
    monthly: { title: "The Monthly", segment: "Monthly", topic: "Monthly" },
  };
  await using door = await openDoor({ config: { lists }, clockStands: true });
  // Resend is too busy for every third request, and loses the answer to some of the others.
  const faults = [
    { kind: "rate_limit", probability: 0.3 },
    { kind: "error", when: "after", probability: 0.02 },
  ] as const;
  door.sandbox.switches.faults = [...faults];
  // A deploy in the middle: another instance, with other words in its mail.
  const env = { RESEND_BASE_URL: door.sandbox.url };
  const config = { lists, name: "Field Notes" };
  await using deployed = await openDoor({ config, env, clockStands: true });
  const posts = Number(process.env["LETTERPRESS_POSTS"] ?? 300);
  const ways = ["ana@example.org", "Ana@example.org", "ana+1@example.org", "ana+x@EXAMPLE.org"];
  const pages = new Set<string>();
  for (let sent = 0; sent < posts; sent += 50) {
    const { post } = sent < posts / 2 ? door : deployed;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        post(
          URL_OF_FORM,
          { email: ways[index % 4] ?? "", list: index % 3 === 0 ? "monthly" : "weekly", name: `N${index}` },
          { origin: "https://news.example.org", "accept-language": index % 5 === 0 ? "es" : "en" },
        ),
      ),
    );
    for (const [index, { status, page }] of answers.entries())
      pages.add(withoutTyped(`${status} ${page}`, ways[index % 4] ?? ""));
  }
  // One page in each language of each instance: nothing tells who asked first.
  expect([...pages].map((page) => page.slice(0, 4))).toEqual(["200 ", "200 ", "200 ", "200 "]);
  expect(door.sandbox.inbox.count).toBe(1);
  for (const { clock } of [door, deployed]) clock.advance(DAY_MS);
  await deployed.post(URL_OF_FORM, { email: "ana@example.org" });
  expect(door.sandbox.inbox.count).toBe(2);
  await door.post(URL_OF_FORM, { email: "bo@example.org" });
  expect(door.sandbox.inbox.count).toBe(3);
});

test("the one mail of a day lets the owner of the address choose any list, and not the person who asked first", async () => {
  const lists = {
    weekly: { title: "The Weekly", segment: "Weekly", topic: "Weekly" },
    monthly: { title: "The Monthly", segment: "Monthly", topic: "Monthly" },
  };
  await using door = await openDoor({ config: { lists } });
  const link = await door.ask("ana@example.org");
  expect((await door.get(link)).page).toMatch(/value="weekly"\s+checked[^]*value="monthly"\s+\/>/);
  const none = await door.post(link, { form: "confirm" });
  expect([none.status, none.page]).toEqual([400, expect.stringContaining("Please select at least one.")]);
  await door.post(link, { form: "confirm", list: "monthly" });
  expect(door.contact("ana@example.org")?.segments).toEqual(["Monthly"]);
  await door.post(link, [
    ["form", "confirm"],
    ["list", "weekly"],
    ["list", "monthly"],
  ]);
  expect(door.contact("ana@example.org")?.segments).toEqual(["Monthly", "Weekly"]);
});

test("two forms on either side of midnight are two mails, and the older link does not come after the newer", async () => {
  await using door = await openDoor();
  door.clock.advance(15 * 3_600_000 - 10_000);
  const before = await door.ask("ana@example.org");
  door.clock.advance(20_000);
  const after = await door.ask("ana@example.org");
  expect(door.mails("ana@example.org")).toBe(2);
  expect((await door.post(after, PRESS)).page).toContain("You are on the list");
  const contact = door.sandbox.audience.contacts.find("ana@example.org");
  if (contact === undefined) throw new Error("There is no contact.");
  door.sandbox.audience.changeContact(contact, { unsubscribed: true });
  expect((await door.post(before, PRESS)).page).toContain("This link no longer works");
  expect(door.contact("ana@example.org")?.unsubscribed).toBe(true);
});

test("two presses at once, and two instances that do not see each other's property yet, make each reader once", async () => {
  await using door = await openDoor();
  await using other = await openDoor({ env: { RESEND_BASE_URL: door.sandbox.url } });
  const links = [await door.ask("ana@example.org"), await door.ask("bo@example.org")];
  await door.sandbox.advance(600_000);
  door.sandbox.switches.list_lag_ms = 300_000;
  const presses = links.flatMap((link) => [door.post(link, PRESS), other.post(link, PRESS)]);
  for (const { page } of await Promise.all(presses)) expect(page).toContain("You are on the list");
  expect([...door.sandbox.audience.contacts.list()].length).toBeLessThanOrEqual(2);
  for (const email of ["ana@example.org", "bo@example.org"])
    expect(door.contact(email)).toEqual({ segments: ["Weekly"], gets: ["Weekly"], unsubscribed: false });
  expect([...door.errors, ...other.errors]).toEqual([]);
});

test("pages and mail speak the visitor's language where the newsletter has it", async () => {
  await using door = await openDoor();
  const spanish = { "accept-language": "es-PE,en;q=0.5", origin: "https://news.example.org" };
  expect((await door.get(URL_OF_FORM, spanish)).page).toMatch(/<html lang="es"[^]*Recibe Field/);
  const answer = await door.post(URL_OF_FORM, { email: "ana@example.org" }, spanish);
  expect(answer.page).toContain("Revisa tu correo");
  const [mail] = door.sandbox.inbox.byAddress("ana@example.org");
  const { subject, html, text } = door.sandbox.inbox.get(mail?.id ?? "") ?? {};
  expect(subject).toBe("Confirma tu suscripción a Field <Notes> & Co");
  expect(html).toMatch(/<html lang="es"[^]*Sí, quiero recibirlo[^]*No volver a escribirme nunca/);
  expect(text).toContain("El enlace funciona durante tres días.");
});

test("pages and mail are in Arabic from right to left, and in words of the config", async () => {
  await using door = await openDoor({
    config: {
      lang: "ar",
      languages: ["nl"],
      words: { nl: { pages: { subscribe: { title: "Ontvang {newsletter}" } } } },
    },
  });
  const from = (lang: string) => ({ "accept-language": lang, origin: "https://news.example.org" });
  expect((await door.get(URL_OF_FORM, from("ar"))).page).toMatch(
    /<html lang="ar" dir="rtl">[^]*<h1>الاشتراك في Field &lt;Notes&gt;/,
  );
  const dutch = (await door.get(URL_OF_FORM, from("nl"))).page;
  expect(dutch).toMatch(/<html lang="nl" dir="ltr">[^]*<h1>Ontvang Field &lt;Notes&gt;/);
  // What is not there is said in the newsletter's own language, and says so.
  expect(dutch).toContain('<span lang="ar" dir="rtl">البريد الإلكتروني</span>');
  await door.post(URL_OF_FORM, { email: "ana@example.org" }, from("ar"));
  const [mail] = door.sandbox.inbox.byAddress("ana@example.org");
  const { subject, html, text } = door.sandbox.inbox.get(mail?.id ?? "") ?? {};
  expect(subject).toBe("تأكيد الاشتراك في Field <Notes> & Co");
  expect(html).toMatch(/<html lang="ar" dir="rtl">[^]*align="right"[^]*نعم، أريد استلامها/);
  expect(text).toContain("يعمل الرابط لمدة ثلاثة أيام.");
});

test("a form is refused for what is wrong in it, and keeps what was typed", async () => {
  await using door = await openDoor({ options: { origins: ["https://example.org"] } });
  const { page } = await door.get(URL_OF_FORM);
  const token = fieldOf(page, "token");
  const tooSoon = await door.post(URL_OF_FORM, { email: "ana@example.org", token });
  expect(tooSoon.page).toMatch(/Please check what you entered[^]*value="ana@example.org"/);
  expect(fieldOf(tooSoon.page, "token")).toBe(token);
  door.clock.advance(5_000);
  const cases: [Record<string, string>, number, string][] = [
    [{ email: "ana", token }, 400, "We cannot send email to that address"],
    [{ email: "ana@example.org", name: "see www.example.org", token }, 400, "without links"],
    [{ email: "ana@example.org", token: "x.y" }, 200, "Please check what you entered"],
    [{ email: "ana@example.org", topic: "robot", token }, 200, "Check your inbox"],
  ];
  for (const [fields, status, words] of cases) {
    const answer = await door.post(URL_OF_FORM, fields);
    expect([answer.status, answer.page]).toEqual([status, expect.stringContaining(words)]);
  }
  door.clock.advance(25 * 3_600_000);
  const old = await door.post(URL_OF_FORM, { email: "ana@example.org", token });
  expect(old.page).toContain("Please check what you entered");
  const large = await door.post(URL_OF_FORM, { email: "ana@example.org", name: "x".repeat(9_000) });
  expect(large.status).toBe(413);
  const elsewhere = await door.post(
    URL_OF_FORM,
    { email: "ana@example.org" },
    { origin: "https://evil.example" },
  );
  expect(elsewhere.status).toBe(403);
  expect(door.errors.join()).toContain("https://evil.example");
  expect(door.sandbox.inbox.count).toBe(0);
  // A form pasted into a site that is named.
  await door.post(URL_OF_FORM, { email: "ana@example.org" }, { origin: "https://example.org" });
  expect(door.sandbox.inbox.count).toBe(1);
  expect((await door.get("https://news.example.org/other")).status).toBe(404);
});

test("a CAPTCHA is shown, may load its script, and is asked before a mail goes", async () => {
  let passes: boolean | Error = false;
  const challenge = {
    html: '<div class="widget"></div><script src="https://captcha.example/api.js" async></script>',
    sources: ["https://captcha.example"],
    verify: (form: FormData) => {
      if (passes instanceof Error) throw passes;
      return passes && form.get("answer") === "42";
    },
  };
  await using door = await openDoor({ options: { challenge } });
  const { page, headers } = await door.get(URL_OF_FORM);
  expect(page).toContain(challenge.html);
  expect(headers.get("content-security-policy")).toContain("script-src https://captcha.example");
  const press = () => door.post(URL_OF_FORM, { email: "ana@example.org", answer: "42" });
  for (const answer of [false, new Error("the service is down")]) {
    passes = answer;
    expect((await press()).page).toContain("Please check what you entered");
  }
  expect(door.sandbox.inbox.count).toBe(0);
  passes = true;
  expect((await press()).page).toContain("Check your inbox");
  expect(door.sandbox.inbox.count).toBe(1);
});

test("the log says why a CAPTCHA could not be verified", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  const verify = () => Promise.reject(new Error("fetch failed", { cause: new Error("no such host") }));
  await using door = await openDoor({
    options: { challenge: { html: "", sources: [], verify } },
    logsToConsole: true,
  });
  await door.post(URL_OF_FORM, { email: "ana@example.org" });
  expect(log.mock.calls).toEqual([
    [expect.stringMatching(/the challenge could not be verified: fetch failed: no such host$/)],
  ]);
});

test("a config or an environment that cannot work says what is missing", async () => {
  await expect(openDoor({ config: { lists: { weekly: { title: "Weekly" } } } })).rejects.toThrow(
    "lists.weekly does not name its segment and its topic",
  );
  await expect(openDoor({ config: { url: "news.example.org" } })).rejects.toThrow("url is not an address");
  await using short = await openDoor({ env: { LETTERPRESS_SECRET: "short" } });
  expect((await short.get(URL_OF_FORM)).status).toBe(503);
  expect(short.errors).toEqual([expect.stringContaining("LETTERPRESS_SECRET")]);
});
