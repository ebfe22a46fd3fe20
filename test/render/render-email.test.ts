import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import type { Block } from "#src/model/block.ts";
import { attributesUsed, htmlBytes, type Email, type SlotValues } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Parts } from "#src/model/merge-tag.ts";
import { slotsIn } from "#src/model/parts/read-parts.ts";
import type { Template, TemplateInput } from "#src/model/template.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { attributeOf, elementsOf, type HtmlElement, isElement, readTree } from "#src/render/html-tree.ts";
import { blockHtml } from "#src/render/blocks/block-html.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { templateInput } from "#src/render/template-input.ts";
import {
  complete,
  digest,
  everyKind,
  families,
  FIRST_NAME,
  guests,
  HOME_PAGE,
  images,
  interview,
  issueWith,
  link,
  newsletterWith,
  paragraph,
  place,
  tags,
  text,
} from "./fixture.ts";
import { wordsOfHtml, wordsOfText } from "./words-of.ts";

const everything = Object.values(everyKind).flat();
const newsletter = newsletterWith();
/** With a logo for light and dark, and somewhere else to be read. */
const dressed = newsletterWith({
  social: [
    { label: "Elsewhere", url: "https://social.example.org/stick" },
    { label: "Mastodon", url: "https://m.example/@stick", icon: { light: "icon.png", dark: "icon.png" } },
  ],
  theme: { logo: { light: "logo.png", dark: "logo-dark.png", alt: "The nameplate", width: 180 } },
});
const cover = { src: "./press.png", alt: "The cover", caption: "Seen from above.", credit: "Ada", place };
const URLS = {
  unsubscribe: "https://news.example.org/u/token-of-ada",
  preferences: "https://news.example.org/p/token-of-ada",
  rate: "https://news.example.org/r/token-of-ada",
  web: "https://elsewhere.example.org/never-used",
};

function valuesFor(subscriber: SlotValues["subscriber"]): SlotValues {
  return { subscriber, urls: URLS };
}

function render(template: Template, body: readonly Block[], changes: Parameters<typeof issueWith>[1] = {}) {
  return renderEmail({ issue: issueWith(body, { guests, ...changes }), newsletter, template, images });
}

function source(parts: Parts, email: Email): string {
  return parts
    .map((part): string => {
      if (typeof part === "string") return part;
      if ("tag" in part) return `{${part.context}:${email.tags[part.tag]?.name}}`;
      const { query } = email.asked?.[part.asked] ?? {};
      return `{only ${query}:${source(part.only, email)}}{else:${source(part.otherwise, email)}}`;
    })
    .join("");
}

for (const [family, template] of families) {
  for (const [kind, blocks] of Object.entries(everyKind)) {
    test(`shows a ${kind} in ${family} as its golden file does`, async () => {
      const needed = ["author", "series", "related", "tags"].includes(kind) ? complete : {};
      const email = await render(template, blocks, { ...needed, guests: kind === "guest" ? guests : [] });
      await expect(source(email.html, email)).toMatchFileSnapshot(`golden/${family}/${kind}.html`);
    });
  }

  test(`says the same words in the same order in ${family} and in plain text`, async () => {
    const email = await renderEmail({
      issue: issueWith(everything, { ...complete, guests, image: cover }),
      newsletter: dressed,
      template,
      images,
    });
    const message = personalise(email, valuesFor({ first_name: "Ada" }));
    expect(wordsOfHtml(message.html)).toEqual(expect.arrayContaining(["nameplate", "cover", "Elsewhere"]));
    expect(wordsOfText(message.text)).toEqual(wordsOfHtml(message.html));
  });

  test(`gives html-validate nothing to complain about in ${family}`, async () => {
    const issue = issueWith(everything, { ...complete, guests, image: cover });
    const email = await renderEmail({ issue, newsletter: dressed, template, images });
    const report = await validator.validateString(personalise(email, valuesFor({})).html);
    const messages = report.results.flatMap((result) =>
      result.messages.filter(({ severity }) => severity === 2),
    );
    expect(
      messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId} ${message}`),
    ).toEqual([]);
  });

  test(`says all of its padding in each cell of a layout table without cellpadding in ${family}`, async () => {
    const issue = issueWith(everything, { ...complete, guests, image: cover });
    const email = await renderEmail({ issue, newsletter: dressed, template, images });
    const own = {
      ...templateInput(issue, dressed, images),
      own: [{ html: "<p>Own</p>" }],
    } as unknown as TemplateInput;
    const more = blockHtml({ kind: "own", index: 0, place } as unknown as Block, own);
    const { html } = readTree(personalise(email, valuesFor({})).html.replace("</body>", `${more}</body>`));
    const tables = [...elementsOf(html)].filter(
      (one) => one.tagName === "table" && attributeOf(one, "cellpadding") === null,
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables)
      for (const cell of cellsOf(table)) {
        const style = attributeOf(cell, "style") ?? "";
        expect([style, /(?:^|;)padding:/.test(style)]).toEqual([style, true]);
      }
  });

  test(`has one title, which is the subject, and language and direction inside the body in ${family}`, async () => {
    const email = await render(template, [paragraph("مرحبا")], {
      lang: "ar",
      dir: "rtl",
      subject: "عدد جديد",
    });
    const html = source(email.html, email);
    expect(html.match(/<title>[^<]*<\/title>/g)).toEqual(["<title>عدد جديد</title>"]);
    expect(html).toMatch(/<html[^>]*\blang="ar"/);
    expect(html).toMatch(/<html[^>]*\bdir="rtl"/);
    const article = /<div[^>]*role="article"[^>]*>/.exec(html)?.[0] ?? "";
    expect(article).toContain('lang="ar"');
    expect(article).toContain('dir="rtl"');
    expect(article).toContain('aria-label="عدد جديد"');
    expect(html.slice(html.indexOf("<body"))).not.toMatch(/direction:\s*ltr/);
  });

  test(`marks layout tables as presentation and leaves data tables alone in ${family}`, async () => {
    const email = await render(template, everyKind.table, { guests: [] });
    const tables = source(email.html, email)
      .replace(/<!--[^]*?-->/g, "")
      .match(/<table\b[^>]*>/g);
    expect(tables?.filter((table) => !table.includes('role="presentation"'))).toHaveLength(2);
  });

  test(`carries merge tags through every place of ${family} and escapes each for where it stands`, async () => {
    const body: Block[] = [
      paragraph(
        "Dear ",
        text(FIRST_NAME),
        ", ",
        link(`https://example.org/?n=${FIRST_NAME}`, `for ${FIRST_NAME}`),
        " ",
        link(HOME_PAGE, "home"),
      ),
      {
        kind: "image",
        url: null,
        place,
        image: { src: "./press.png", alt: `For ${FIRST_NAME}`, caption: FIRST_NAME, credit: null, place },
      },
      {
        kind: "button",
        url: `https://example.org/${FIRST_NAME}`,
        children: [text(`Go, ${FIRST_NAME}`)],
        place,
      },
      {
        kind: "table",
        align: [null],
        head: [{ children: [text("Name")] }],
        rows: [[{ children: [text(FIRST_NAME)] }]],
        place,
      },
      { kind: "columns", columns: [[paragraph(FIRST_NAME)], [paragraph("x")]], place },
    ];
    const email = await render(template, body, {
      subject: `For ${FIRST_NAME}`,
      previewText: `Hello ${FIRST_NAME}`,
      title: `Title ${FIRST_NAME}`,
    });
    const hostile = `</a><script>"'&{{ subscriber.first_name }}\r\nBcc: x@y.z`;
    const {
      subject,
      html,
      text: plain,
    } = personalise(email, valuesFor({ first_name: hostile, home_page: "javascript:alert(1)" }));
    expect(subject).toBe(`For </a><script>"'&{{ subscriber.first_name }} Bcc: x@y.z`);
    const safe = "&lt;/a&gt;&lt;script&gt;&quot;&#39;&amp;{{ subscriber.first_name }} Bcc: x@y.z";
    for (const piece of [
      `Dear ${safe}, `,
      `for ${safe}</a>`,
      `alt="For ${safe}"`,
      `Go, ${safe}`,
      `>${safe}</td>`,
      `Hello ${safe}<`,
      `Title ${safe}`,
      `<title>For ${safe}</title>`,
      `href="https://example.org/?n=%3C%2Fa%3E%3Cscript%3E%22%27%26%7B%7B%20`,
      `href="https://example.org/%3C%2Fa%3E`,
      `href="#"`,
    ]) {
      expect(html).toContain(piece);
    }
    expect(html).not.toContain("<script");
    expect(html).not.toContain("javascript:");
    expect(plain).toContain(`Dear </a><script>"'&{{ subscriber.first_name }} Bcc: x@y.z, for`);
    expect(html + plain + subject).not.toMatch(/[\uE000-\uE019]/);
  });

  test(`shows a merge tag in code as it was typed in ${family}`, async () => {
    const email = await render(template, [
      { kind: "code", lang: null, text: `Hi ${FIRST_NAME}\n  two`, place },
    ]);
    expect(source(email.html, email)).toContain(
      "Hi {{ subscriber.first_name | default: &quot;there&quot; }}\n  two",
    );
    expect(source(email.html, email)).not.toContain("{text:subscriber.first_name}");
  });

  test(`writes the address of the issue online into ${family} when it is rendered`, async () => {
    const webToken = String.fromCharCode(0xe000, 0xe012, 0xe001);
    const email = await render(template, [paragraph(link(webToken, "online"), text(` at ${webToken}`))]);
    expect(source(email.html, email)).toContain(`href="https://news.example.org/issues/from-lead-to-light"`);
    expect(source(email.html, email)).not.toContain("urls.web");
    expect(slotsIn(email.text).some(({ tag }) => tag === 2)).toBe(false);
  });

  test(`takes name and colours from the config alone in ${family}`, async () => {
    const options = { issue: issueWith(everything, { guests }), template, images };
    const before = source(
      (await renderEmail({ ...options, newsletter })).html,
      await renderEmail({ ...options, newsletter }),
    );
    const painted = newsletterWith({
      name: "Nightwatch",
      theme: {
        accent: "#0a6b3d",
        paper: "#fffdf5",
        ink: "#10213a",
        dark: { accent: "#7fe0a8", paper: "#0b1016", ink: "#e6edf5" },
      },
    });
    const email = await renderEmail({ ...options, newsletter: painted });
    const after = source(email.html, email);
    expect(before).toContain("#9c2f1f");
    for (const old of [
      "#9c2f1f",
      "#1f1d1a",
      "#ffffff",
      "#f0907f",
      "#1b1a18",
      "#ece8e1",
      "The Composing Stick",
    ]) {
      expect(after).not.toContain(old);
    }
    for (const own of ["#0a6b3d", "#fffdf5", "#10213a", "#7fe0a8", "#0b1016", "#e6edf5", "Nightwatch"]) {
      expect(after).toContain(own);
    }
  });

  test(`gives the same digest twice, and another for another word, in ${family}`, async () => {
    const once = await render(template, everything);
    expect(await render(template, everything)).toEqual(once);
    expect((await render(template, [...everything, paragraph("more")])).digest).not.toBe(once.digest);
    expect(once.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test(`stays under 80 kB with every kind of block in ${family}`, async () => {
    expect(htmlBytes(await render(template, everything))).toBeLessThan(80_000);
  });

  test(`places guests after the opening and the calls before the endnotes when the author places none in ${family}`, async () => {
    const email = await render(template, [
      paragraph("Opening."),
      ...everyKind.heading,
      ...everyKind.endnotes,
    ]);
    const all = wordsOfHtml(personalise(email, valuesFor({})).html).join(" ");
    expect(all).toMatch(/Opening .*Inés Carpio .*A heading .*Forward this letter .*Notes 1 See/);
    const text_ = source(email.text, email);
    expect(text_.indexOf("Inés Carpio")).toBeGreaterThan(text_.indexOf("Opening."));
  });

  test(`speaks the issue's language in ${family}`, async () => {
    const email = await render(template, everyKind.callout, { lang: "es-PE" });
    const words = wordsOfHtml(personalise(email, valuesFor({})).html).join(" ");
    expect(words).toContain("24 de noviembre de 2026");
    expect(words).toContain("Cancelar la suscripción");
    expect(words).toContain("Consejo");
  });

  test(`shows initials and alt text where there are no pictures in ${family}`, async () => {
    const email = await renderEmail({
      issue: issueWith([...everyKind.guest, ...everyKind.image], { guests }),
      newsletter,
      template,
      images: {},
    });
    const html = source(email.html, email);
    expect(html).toContain(">IC</span>");
    expect(html).toContain("A hand press");
    expect(html).not.toContain('src="./');
  });

  test(`leaves out what an issue does not have in ${family}`, async () => {
    const email = await render(template, [paragraph("Only this.")], {
      subtitle: null,
      section: null,
      series: null,
      number: null,
      date: null,
      authors: [],
      guests: [],
      archive: "none",
    });
    const html = source(email.html, email);
    expect(html).not.toMatch(/null|undefined|View online|\[\[/);
    expect(source(email.text, email)).not.toMatch(/null|undefined|View online/);
    expect(email.headers["List-Archive"]).toBeUndefined();
  });
}

test("breaks no figure of a table that is too wide for its column", async () => {
  const cell = (words: string) => ({ children: [text(words)] });
  const table: Block = {
    kind: "table",
    align: [null, "right"],
    head: [cell("Name"), cell("Price")],
    rows: [[cell("Donaudampfschifffahrtsgesellschaft"), cell("12,000.50")]],
    place,
  };
  const email = await render(interview, [{ kind: "columns", columns: [[table], [table]], place }]);
  expect(source(email.html, email)).toContain('style="white-space:nowrap"><div style="display:none');
});

test("writes one paragraph with the same bytes in both families", async () => {
  const [react, mjml] = await Promise.all(
    [interview, digest].map((template) => render(template, everyKind.paragraph)),
  );
  const paragraphOf = (email: Email | undefined) =>
    /<p>Plain[^]*?<\/p>/.exec(email ? source(email.html, email) : "")?.[0];
  expect(paragraphOf(react)).toContain("Plain, <strong>");
  expect(paragraphOf(mjml)).toBe(paragraphOf(react));
});

const wide: Block = {
  kind: "image",
  image: { src: "./press.png", alt: "A press", caption: null, credit: null, place },
  url: null,
  place,
};
const widthsIn = (html: string) =>
  [...html.matchAll(/<img\b[^>]*\swidth="(\d+)"/g)].map(([, width]) => Number(width));

test.each([
  ["what <Letter> leaves", <T>(input: T) => ({ letter: { ...input, width: 480 }, body: input }), 432],
  ["the width it is given", <T>(input: T) => ({ letter: input, body: { ...input, width: 300 } }), 300],
  ["a wide letter", <T>(input: T) => ({ letter: { ...input, width: 900 }, body: input }), 852],
])("pictures in a React template are as wide as %s", async (_, props, width) => {
  const { createElement: h } = await import("react");
  const { Cover, FooterLinks, IssueBody, Letter } = await import("#src/index.ts");
  const component = (input: TemplateInput) => {
    const { letter, body } = props(input);
    return h(Letter, letter, h(Cover, body), h(IssueBody, body), h(FooterLinks, input));
  };
  const template: Template = { family: "react", name: "t", path: "templates/t.tsx", source: "", component };
  const body = [wide, { kind: "columns", columns: [[wide], [wide]], place } as const];
  const email = await render(template, body, { image: cover, guests: [] });
  const half = Math.floor((width - 24) / 2);
  expect(widthsIn(source(email.html, email))).toEqual([width, width, half, half]);
});

test.each([
  [
    "what the tags around it leave",
    '<mj-body width="500px"><mj-section padding="0 10px"><mj-column padding="0 15px">BODY</mj-column></mj-section></mj-body>',
    "",
    400,
  ],
  [
    "what two columns leave",
    "<mj-body><mj-section><mj-column>BODY</mj-column><mj-column><mj-text>x</mj-text></mj-column></mj-section></mj-body>",
    "",
    250,
  ],
  ["the width it is given", "<mj-body>BODY</mj-body>", ' width="440px"', 440],
  ["a wide body leaves", '<mj-body width="900px">BODY</mj-body>', "", 850],
  ["their files", '<mj-body width="1400px">BODY</mj-body>', "", 1184],
])("pictures in an MJML template are as wide as %s", async (_, tags, own, width) => {
  const mjml = `<mjml>${tags.replace("BODY", `<issue-body${own} />`).replace("</mj-body>", "<issue-footer /></mj-body>")}</mjml>`;
  const template: Template = { family: "mjml", name: "t", path: "templates/t.mjml", source: mjml, parts: {} };
  const email = await render(template, [wide], { guests: [] });
  expect(widthsIn(source(email.html, email))).toEqual([width]);
});

test.each(families)(
  "shows each logo in its own size in %s, and Outlook the light one alone",
  async (_, template) => {
    const logos = {
      "logo.png": { url: "https://news.example.org/a/light.png", width: 360, height: 80 },
      "logo-dark.png": { url: "https://news.example.org/a/dark.png", width: 400, height: 200 },
    };
    const logo = {
      light: "logo.png",
      dark: "logo-dark.png",
      alt: "The nameplate",
      width: 180,
      dark_width: 120,
    };
    const email = await renderEmail({
      issue: issueWith([paragraph("x")]),
      newsletter: newsletterWith({ theme: { logo } }),
      template,
      images: logos,
    });
    const html = source(email.html, email);
    expect(html).toMatch(/<img\b[^>]*light\.png[^>]* width="180" height="40"/);
    expect(html).toMatch(
      /<!--\[if !mso\]><!--><a\b[^>]*display:none[^>]*><img\b[^>]*dark\.png[^>]* width="120" height="60"[^>]*><\/a><!--<!\[endif\]-->/,
    );
  },
);

test("MJML draws its own buttons, pictures and rules where a template says how they look", async () => {
  const looks =
    '<mj-class name="issue-button" background-color="#00ff00" /><mj-divider border-width="3px" />';
  const mjml = `<mjml><mj-head><mj-attributes>${looks}</mj-attributes></mj-head><mj-body><issue-masthead /><issue-body /><issue-footer /></mj-body></mjml>`;
  const template: Template = { family: "mjml", name: "t", path: "templates/t.mjml", source: mjml, parts: {} };
  const email = await render(template, [...everyKind.button, ...everyKind.rule, wide]);
  const html = source(email.html, email);
  expect(html).toMatch(/<td\b[^>]*bgcolor="#00ff00"/);
  expect(html).toMatch(/border-top:solid 3px/);
  expect(html).toMatch(/<img class="lp-muted"/);
});

test("answers with list headers that are the same for everybody, and no unsubscribe header", async () => {
  const email = await renderEmail({
    issue: issueWith([paragraph("x")]),
    newsletter: newsletterWith({ name: "Señal, diaria" }),
    template: interview,
    images,
  });
  expect(email.headers).toEqual({
    "List-Id": `=?UTF-8?B?${Buffer.from("Señal, diaria").toString("base64")}?= <weekly.news.example.org>`,
    "List-Archive": "<https://news.example.org/issues/from-lead-to-light>",
    Precedence: "bulk",
  });
});

test("names the attributes an email reads", async () => {
  expect(attributesUsed(await render(interview, [paragraph(FIRST_NAME)]))).toEqual([
    "first_name",
    "home_page",
  ]);
});

test("gives a date's month in the issue's language", async () => {
  const joined = {
    name: "subscriber.joined",
    filters: [{ name: "date" as const, args: ["%-d %B %Y"] }],
    source: "{{ x }}",
  };
  const email = await render(interview, [paragraph(FIRST_NAME)], {
    lang: "es",
    mergeTags: [...tags.slice(0, 3), joined],
  });
  expect(personalise(email, valuesFor({ joined: "2024-03-09" })).text).toContain("9 marzo 2024");
});

for (const [family, template] of families) {
  test(`links the logo to the newsletter's pages, or where the config says, in ${family}`, async () => {
    const logo = { light: "logo.png", dark: "logo-dark.png", alt: "The nameplate", width: 180 };
    const issue = issueWith([paragraph("Text.")]);
    const linked = async (more: object) => {
      const theme = { logo: { ...logo, ...more } };
      const email = await renderEmail({ issue, newsletter: newsletterWith({ theme }), template, images });
      const html = source(email.html, email).replaceAll(/\s+/g, " ");
      return [...html.matchAll(/<a [^>]*href="([^"]*)"[^>]*> ?<img [^>]*alt="The nameplate"/g)].map(
        (one) => one[1],
      );
    };
    expect(await linked({})).toEqual(["https://news.example.org", "https://news.example.org"]);
    expect(await linked({ url: "https://stick.example" })).toEqual([
      "https://stick.example",
      "https://stick.example",
    ]);
  });

  test(`shows a social link as its icon, or as its words where it is not served, in ${family}`, async () => {
    const social = [
      { label: "Mastodon", url: "https://m.example/@stick", icon: { light: "icon.png" } },
      { label: "Bluesky", url: "https://b.example/stick", icon: { light: "gone.png" } },
    ];
    const issue = issueWith([paragraph("Text.")]);
    const email = await renderEmail({ issue, newsletter: newsletterWith({ social }), template, images });
    const html = source(email.html, email);
    expect(html).toMatch(
      /<a [^>]*href="https:\/\/m\.example\/@stick"[^>]*><img [^>]*alt="Mastodon"[^>]*><\/a>/,
    );
    expect(html).toMatch(/<a [^>]*href="https:\/\/b\.example\/stick"[^>]*>Bluesky<\/a>/);
    expect(source(email.text, email)).toContain(
      "Mastodon: https://m.example/@stick\nBluesky: https://b.example/stick",
    );
  });

  test(`shares in the config's order, and tells nobody the name of the reader who shares, in ${family}`, async () => {
    const share = [
      "x" as const,
      { label: "Threads", url: "https://threads.example/?t={title}&u={url}" },
      "mail" as const,
    ];
    const issue = issueWith([{ kind: "share", place }], { title: `Hello, ${FIRST_NAME}` });
    const email = await renderEmail({ issue, newsletter: newsletterWith({ share }), template, images });
    const { html } = personalise(email, valuesFor({ first_name: "Ada" }));
    const row = html.slice(html.indexOf("Share this letter"), html.indexOf("to someone who"));
    const name = "The%20Composing%20Stick";
    const web = "https%3A%2F%2Fnews.example.org%2Fissues%2Ffrom-lead-to-light";
    expect([...row.matchAll(/href="([^"]*)"/g)].slice(0, 3).map((one) => one[1])).toEqual([
      `https://x.com/intent/post?text=${name}&amp;url=${web}`,
      `https://threads.example/?t=${name}&amp;u=${web}`,
      `mailto:?subject=${name}&amp;body=${web}`,
    ]);
  });

  test(`asks nobody how the issue was whose answer could not be counted, in ${family}`, async () => {
    const body: readonly Block[] = [paragraph("Text."), { kind: "rate", children: [], place }];
    const asking = await render(template, body);
    expect(asking.html.some((part) => typeof part !== "string" && "tag" in part && part.tag === 5)).toBe(
      true,
    );
    const hosted = { ...newsletter, audience: "resend" as const };
    const silent = [
      await render(template, body, { trigger: "welcome" }),
      await renderEmail({ issue: issueWith(body), newsletter: hosted, template, images }),
    ];
    for (const { html, text } of silent) expect(JSON.stringify([html, text])).not.toMatch(/Not for me/);
  });

  test(`shows no share row of an issue that is not online in ${family}`, async () => {
    const email = await render(template, [paragraph("Text."), { kind: "share", place }], { archive: "none" });
    expect(source(email.html, email)).not.toContain("Share this letter");
    expect(source(email.text, email)).not.toContain("Share this letter");
  });

  test(`leads from contents to the heading of the same anchor in ${family}`, async () => {
    const email = await render(template, everyKind.contents);
    const html = source(email.html, email);
    for (const anchor of ["part-1", "part-2"]) {
      expect(html.split(`href="#${anchor}"`)).toHaveLength(2);
      expect(html.split(`id="${anchor}"`)).toHaveLength(2);
    }
  });
}

test("writes a plain text worth reading", async () => {
  const email = await render(interview, everything);
  await expect(source(email.text, email)).toMatchFileSnapshot("golden/plain.txt");
});

test("never glues punctuation to an address in plain text", async () => {
  const url = "https://example.org/a";
  const email = await render(interview, [
    paragraph("See ", link(url, url), ". Or ", link(url, "there"), ", too."),
  ]);
  expect(source(email.text, email)).toContain(`See (${url}). Or there (${url}), too.`);
});

test("names the template's own line when a React template throws", async () => {
  const template = (await import("./fixtures/throws.tsx")).default;
  const failing: Template = {
    family: "react",
    name: "throws",
    path: "test/render/fixtures/throws.tsx",
    source: "",
    component: template,
  };
  await expect(render(failing, [])).rejects.toMatchObject({
    code: "template/failed",
    message: expect.stringMatching(/^test\/render\/fixtures\/throws\.tsx:5:\d+: the press is stuck$/),
  });
});

const broken: [string, string, RegExp][] = [
  [
    "an unknown placeholder",
    "<mj-text>\n[[ issue.titel ]]</mj-text>",
    /digest\.mjml:\d+: there is no placeholder \[\[ issue\.titel \]\]\. Did you mean \[\[ issue\.title \]\]/,
  ],
  [
    "an unknown attribute",
    '<mj-text colour="red">x</mj-text>',
    /digest\.mjml:\d+: <mj-text> Attribute colour is illegal/,
  ],
  ["an unknown tag", "<mj-txt>x</mj-txt>", /digest\.mjml:\d+: <mj-txt>/],
  [
    "a part that does not exist",
    '<mj-include path="./parts/none.mjml" />',
    /digest\.mjml:\d+: expected a part in templates\/parts\//,
  ],
  [
    "a part outside templates/",
    '<mj-include path="../../../etc/passwd" />',
    /digest\.mjml:\d+: expected a part in templates\/parts\//,
  ],
  ["a second body", "<issue-body />", /digest\.mjml:\d+: expected one <issue-body \/>, found a second one/],
];

for (const [what, tag, message] of broken) {
  test(`refuses an MJML template with ${what} and names the line`, async () => {
    if (digest.family !== "mjml") throw new Error("expected MJML");
    const template = {
      ...digest,
      source: digest.source.replace(
        "<issue-body />",
        `<issue-body />\n<mj-section><mj-column>${tag}</mj-column></mj-section>`,
      ),
    };
    await expect(render(template, [])).rejects.toThrow(message);
    await expect(render(template, [])).rejects.toBeInstanceOf(LetterpressError);
  });
}

test("refuses a template whose comment swallows the footer at the line of the comment", async () => {
  const { createElement: h } = await import("react");
  const { FooterLinks, IssueBody, Letter } = await import("#src/index.ts");
  const open = "<!--[if gte mso 9]><p>For Outlook</p>";
  const component = (input: TemplateInput) =>
    h(
      Letter,
      input,
      h(IssueBody, input),
      h("div", { dangerouslySetInnerHTML: { __html: open } }),
      h(FooterLinks, input),
    );
  const source = `one\n<IssueBody {...input} />\n${open}\n<FooterLinks {...input} />`;
  const template: Template = { family: "react", name: "t", path: "templates/t.tsx", source, component };
  await expect(render(template, [])).rejects.toThrow(
    "templates/t.tsx:3: The footer is a part of the comment <!--[if gte mso 9]>",
  );
});

test("refuses a template without a footer at the line where it belongs, and says which line to add", async () => {
  if (digest.family !== "mjml") throw new Error("expected MJML");
  const template = { ...digest, source: digest.source.replace("<issue-footer />", "") };
  const line = template.source.split("<issue-body")[0]?.split("\n").length;
  await expect(render(template, [])).rejects.toMatchObject({
    message: `templates/digest.mjml:${line}: The email has no unsubscribe link and no postal address, and the law demands both.`,
    hint: "Add this line below <issue-body />: <issue-footer />",
  });
  const withAddress = { ...template, source: template.source.replace("</mj-body>", `${ADDRESS}</mj-body>`) };
  await expect(render(withAddress, [])).rejects.toThrow("has no unsubscribe link, and the law demands it.");
  const withLinks = {
    ...template,
    source: template.source.replace("</mj-body>", `${LINKS}</mj-body>`),
  };
  await expect(render(withLinks, [])).rejects.toThrow("has no postal address, and the law demands it.");
  const email = await render(withAddress, [], { trigger: "confirm" });
  expect(email.headers).toEqual({ "Auto-Submitted": "auto-generated" });
});

const LINKS = "<mj-section><mj-column><issue-links /></mj-column></mj-section>";
const ADDRESS =
  "<mj-section><mj-column><mj-text>[[ newsletter.postal_address ]]</mj-text></mj-column></mj-section>";

test("refuses a merge tag in a style or in srcset", async () => {
  const { createElement: h } = await import("react");
  const react = (child: unknown): Template => ({
    family: "react",
    name: "t",
    path: "templates/t.tsx",
    source: "",
    component: () => h("html", null, h("body", null, child as never)),
  });
  const responsive = h("img", { alt: "x", srcSet: `https://example.org/${FIRST_NAME}.png 2x` });
  await expect(render(react(responsive), [])).rejects.toThrow("in the attribute srcset");
  const styled = h("p", { style: { color: FIRST_NAME } }, "x");
  await expect(render(react(styled), [])).rejects.toThrow("in the attribute style");
});

for (const [family, template] of families) {
  test(`prints a title of replacement patterns as it is in ${family}`, async () => {
    const title = "Save $& and $1, $` or $' now";
    const email = await render(template, [paragraph("Hello.")], { title, subject: title });
    const html = source(email.html, email)
      .replaceAll(/&#(?:x27|39);/g, "'")
      .replaceAll("&amp;", "&");
    const count = (words: string) => html.split(words).length - 1;
    expect(count(title)).toBeGreaterThan(1);
    expect(count("Save ")).toBe(count(title));
    expect(source(email.text, email)).toContain(title);
  });
}

test("keeps text of an issue from ending a declaration or a style sheet of MJML", async () => {
  if (digest.family !== "mjml") throw new Error("expected MJML");
  const style = '<mj-style>.tag::after { content: "[[ issue.title ]]"; }</mj-style>';
  const template = { ...digest, source: digest.source.replace("</mj-head>", `${style}</mj-head>`) };
  const title = "x; } body { display: none } </style><script>alert(1)</script>";
  const email = await render(template, [paragraph("Hello.")], { title });
  const html = source(email.html, email);
  expect(html).toContain('content: "x  body  display: none  /stylescriptalert(1)/script"');
  expect(html).not.toContain("<script>alert");
});

test("keeps text of an issue from becoming MJML", async () => {
  const email = await render(digest, [
    paragraph('</mj-text><mj-button href="https://evil.example">x</mj-button>'),
  ]);
  expect(source(email.html, email)).toContain("&lt;/mj-text&gt;&lt;mj-button");
});

/** Not those of a table in a cell. */
function cellsOf(element: HtmlElement): readonly HtmlElement[] {
  const children = element.childNodes.filter(isElement);
  return children.flatMap((child) => (child.tagName === "td" ? [child] : cellsOf(child)));
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    ...Object.fromEntries(
      [
        "no-inline-style",
        "no-deprecated-attr",
        "void-style",
        "attr-case",
        "doctype-html",
        "doctype-style",
        "no-conditional-comment",
        "no-trailing-whitespace",
        "presentation-role-style",
        "prefer-native-element",
        "long-title",
      ].map((rule) => [rule, "off"]),
    ),
    "attribute-allowed-values": "warn",
  },
});
