import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { type Mail, type Press, startPress } from "../web/press.ts";

const issue = (template: string) => `---
title: 'A letter to {{ subscriber.first_name | default: "you" }}'
subject: 'For {{ subscriber.first_name | default: "you" }}, as every week'
preview_text: 'Hello {{ subscriber.first_name | default: "you" }}, this is the line an inbox shows.'
template: ${template}
send_at: 2026-12-01T10:00:00Z
draft: false
---

Dear {{ subscriber.first_name | default: "reader" }}, [your page, {{ subscriber.first_name | default: "reader" }}](https://example.org/?n={{ subscriber.first_name }}&m=1)
is what this is about.

## For {{ subscriber.first_name | default: "you" }}

- one {{ subscriber.first_name }}
- two
`;

const PLAIN = "Ana";
const NAMES = [
  PLAIN,
  "</a><script>alert(1)</script>",
  `" onmouseover="alert(1)`,
  "{{ x }} {{ subscriber.email }} {% raw %}",
  "Ana\r\nBcc: victim@example.org\r\n\r\nMore",
  `${"x".repeat(4_990)}<é${"y".repeat(4_990)}`,
  "\u202Eana\u202C \u2066x\u2069 דנה",
  "]]> --> <!-- </title></style></head>",
] as const;

test.each(["digest", "interview"])(
  "no value of a reader breaks their email or alters it beyond its own text (%s)",
  async (template) => {
    await using press = await startPress({
      issues: {
        "issues/first.md": issue(template),
        "templates/interview.tsx": await readFile("templates/interview.tsx", "utf8"),
      },
    });
    const rows = NAMES.map((name, n) => `reader${n}@example.org,"${name.replaceAll('"', '""')}"`);
    const summary = await importSubscribers(
      press.app.ledger,
      Readable.from([Buffer.from(`email,first_name\n${rows.join("\n")}\n`)], { objectMode: false }),
      {
        list: "weekly",
        newsletter: press.newsletter,
        suppressionKey: press.app.config.suppressionKey,
        unstated: "active",
      },
    );
    expect(summary).toMatchObject({ new: NAMES.length, refused: 0 });
    const { changes } = await press.tick();
    expect(changes.map(({ change, findings }) => [change, findings.map(({ message }) => message)])).toEqual([
      ["scheduled", []],
    ]);
    press.clock.advance(3_600_000);
    await press.tick();

    const plain = only(press, 0);
    expect(plain.subject).toBe("For Ana, as every week");
    expect(plain.html).toContain("Dear Ana, <a");
    for (const n of NAMES.keys()) {
      const mail = only(press, n);
      expect(shapeOf(mail.html)).toEqual(shapeOf(plain.html));
      expect(mail.text.split("\n").length).toBe(plain.text.split("\n").length);
      expect(Object.keys(mail.headers)).toEqual(Object.keys(plain.headers));
      // oxlint-disable-next-line no-control-regex -- these are what must not be there
      expect(mail.subject).not.toMatch(/[\u0000-\u001F\u007F\u202A-\u202E]/);
      expect(mail.subject.startsWith("For ") && mail.subject.endsWith(", as every week")).toBe(true);
      expect(mail.html + mail.text).not.toMatch(/[\u202A-\u202E\uE000-\uE019]/);
    }
    // What looks like a tag of ours stays what they typed.
    expect(only(press, 3).html).toContain("Dear {{ x }} {{ subscriber.email }} {% raw %}, <a");
    expect(only(press, 5).html).toContain("x&lt;éy");
    expect(press.sandbox.inbox.countsByAddress().has("victim@example.org")).toBe(false);
  },
  60_000,
);

function only(press: Press, n: number): Mail {
  const mails = press.mailsTo(`reader${n}@example.org`);
  expect(mails).toHaveLength(1);
  return mails[0] as Mail;
}

/** Every tag and comment with its attributes, without what is each reader's own: their name in an attribute, their tokens. */
function shapeOf(html: string): string[] {
  return (html.match(/<!--[^]*?-->|<[^>]*>/g) ?? []).map((tag) =>
    tag
      .replace(/\?n=[^"<>]*?&amp;m=1/, "?n=…")
      .replace(/(aria-label="For )[^"<>]*?(, as every week")/, "$1…$2")
      .replace(/(A%20letter%20to%20)[^"<>&]*/, "$1…")
      .replaceAll(/v1\.[\w.-]+/g, "v1…"),
  );
}
