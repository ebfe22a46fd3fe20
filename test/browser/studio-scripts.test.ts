import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { startDev } from "#src/cli/write/start-dev.ts";
import { openApp } from "#src/app/open-app.ts";
import { mailRemark } from "#src/app/share/mail-remark.ts";
import { loadProject } from "#src/project/load-project.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import { issue, tempProject } from "../cli/temp-project.ts";
import { openBrowser } from "./open-browser.ts";
import { importReaders } from "./open-studio.ts";

/** Each place where it stands calls by its own name, if anything of it runs. */
const evil = (where: string) => `<script>top.hit("${where}")</script><img src=x onerror=top.hit("${where}")>`;

const CONFIG = `export default {
  name: ${JSON.stringify(evil("name"))},
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "UTC",
  lists: { weekly: { title: ${JSON.stringify(evil("list"))} } },
  sections: { corner: { title: ${JSON.stringify(evil("section"))}, template: "interview", intro: ${JSON.stringify(evil("intro"))} } },
  editors: ["one@desk.example"],
};
`;
const MATTER = [
  `title: '${evil("title")}'`,
  `subtitle: '${evil("subtitle")}'`,
  `subject: '${evil("subject")}'`,
  `description: '${evil("description")}'`,
  `tags: ['${evil("tag")}']`,
  "section: corner",
  `series: '${evil("series")}'`,
  "part: 2",
  `authors: [{ name: '${evil("author")}' }]`,
  `guests: [{ name: '${evil("guest")}', role: '${evil("role")}', organization: '${evil("organization")}', bio: '${evil("bio")}', url: 'https://example.org/guest' }]`,
  `sponsor: { name: '${evil("sponsor")}', url: 'https://example.org/sponsor' }`,
  `image: { src: picture.png, alt: '${evil("cover alt")}', caption: '${evil("caption")}', credit: '${evil("credit")}' }`,
  "draft: false",
];
const BODY = [
  'Hello {{ subscriber.first_name | default: "you" }}.',
  `\`${evil("code")}\``,
  `![${evil("alt").replace(/[[\]]/g, "")}](picture.png)`,
  "```html\n" + evil("fence") + "\n```",
  "Words at the end.",
].join("\n\n");

test("whatever stands in an issue, a config, a reader's name, a mail or a remark: nothing of it runs in the studio", async () => {
  const project = await tempProject({
    "newsletter.config.ts": CONFIG,
    "issues/2026-12-01-hello/index.md": issue(MATTER, BODY),
  });
  const picture = await sharp({ create: { width: 40, height: 20, channels: 3, background: "#14566b" } })
    .png()
    .toBuffer();
  await project.write("issues/2026-12-01-hello/picture.png", picture);
  await using sandbox = await startSandbox();
  await using app = await openApp({
    root: project.root,
    env: {},
    sandbox: true,
    create: true,
    clock: { now: Date.now },
    config: { baseUrl: sandbox.url, apiKey: sandbox.apiKey },
  });
  const hosted = () => {
    throw new Error("The readers are in the ledger.");
  };
  await using dev = await startDev({
    root: project.root,
    port: 0,
    hasInbox: true,
    beside: { app, sandbox, mailer: { destination: "sandbox", app, hosted } },
  });
  const name = evil("subscriber").replaceAll('"', '""');
  await importReaders(dev.url, `email,first_name,status\nada@a.example,"${name}",active\n`);
  const mail = await fetch(`${sandbox.url}/emails`, {
    method: "POST",
    headers: { authorization: `Bearer ${sandbox.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      from: "desk@news.example.org",
      to: ["mail@a.example"],
      subject: evil("mail subject"),
      html: `<html><body onload=top.hit("onload")>${evil("mail")}<a href='javascript:top.hit("link")'>Mail’s link</a><form action="/api/issues" method="post"><button>Mail’s button</button></form><iframe srcdoc="<script>top.hit('srcdoc')</script>"></iframe><meta http-equiv="refresh" content="0;url=javascript:top.hit('refresh')"></body></html>`,
      text: evil("mail text"),
      headers: { "X-Evil": evil("mail header") },
    }),
  });
  expect(mail.status).toBe(200);
  const { newsletter } = await loadProject(project.root);
  const remark = {
    share: "one",
    slug: "hello",
    title: evil("remark title"),
    name: evil("remark name"),
    network: null,
  };
  expect(await mailRemark(app, newsletter, { ...remark, text: evil("remark") })).toBe("mailed");

  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const hits: string[] = [];
  await page.exposeFunction("hit", (where: string) => hits.push(where));
  page.on("dialog", (dialog) => (hits.push(dialog.message()), void dialog.dismiss()));
  const thrown: string[] = [];
  page.on("pageerror", ({ message }) => thrown.push(message));

  const email = page.frameLocator('iframe[title="The email"]');
  const readers = (await (await fetch(`${dev.url}/api/readers?find=ada`)).json()) as { id: string }[];
  await page.goto(`${dev.url}/issues/hello?view=phone&reader=${readers[0]?.id}`);
  await email.getByText("Words at the end.").waitFor();
  // All of it is drawn, as words.
  for (const where of ["title", "subtitle", "section", "guest", "bio", "subscriber", "code", "fence"])
    expect([where, await email.locator("body").textContent()]).toEqual([
      where,
      expect.stringContaining(`top.hit("${where}")`),
    ]);
  const mails = (await (await fetch(`${dev.url}/api/inbox`)).json()) as {
    mails: { id: string; to: string[] }[];
  };
  expect(new Set(mails.mails.map(({ to }) => to[0]))).toEqual(
    new Set(["mail@a.example", "one@desk.example"]),
  );
  const paths = [
    "/",
    "/?new=yes",
    "/calendar",
    ...["desktop", "text", "source", "wall", "compare"].map((view) => `/issues/hello?view=${view}`),
    "/issues/hello?view=phone&images=off&styles=off",
    "/issues/hello?test",
    "/sends",
    "/sends/hello",
    ...["lists", "segment", "import", "suppressed"].map((show) => `/audience?show=${show}`),
    "/audience?show=people&person=ada@a.example",
    "/rehearsal",
    "/inbox",
    ...mails.mails.flatMap(({ id }) =>
      ["", "?view=text", "?view=source", "?view=headers"].map((view) => `/inbox/${id}${view}`),
    ),
  ];
  for (const path of paths) {
    await page.goto(`${dev.url}${path}`);
    await page.getByText("live", { exact: true }).waitFor();
    await page.getByRole("heading").first().waitFor();
    await page.waitForLoadState("load");
    for (const frame of await page.locator("iframe").all())
      expect([path, await frame.getAttribute("sandbox")]).toEqual([path, "allow-same-origin"]);
  }
  // Alone in a tab, where no frame is around them, their own policy holds.
  const alone = ["/email/hello", ...mails.mails.map(({ id }) => `/mail/${id}`)];
  for (const path of alone) {
    const answer = await page.goto(`${dev.url}${path}`);
    if (answer?.status() === 404) continue;
    expect(answer?.headers()["content-security-policy"]).toMatch(/default-src 'none'.*form-action 'none'/);
    for (const name of ["Mail’s link", "Mail’s button"])
      if ((await page.getByText(name).count()) > 0) await page.getByText(name).click({ noWaitAfter: true });
  }
  await project.run(["share", "hello"]);
  await page.goto(pathToFileURL(project.path("hello.html")).href);
  await page.frameLocator("iframe").getByText("Words at the end.").waitFor();
  expect(hits).toEqual([]);
  expect(thrown).toEqual([]);
});
