import { expect, test } from "vitest";
import type { Email } from "#src/model/email.ts";
import { readMark } from "#src/model/hosted/issue-mark.ts";
import { BUILT_IN_TAGS, type Parts } from "#src/model/merge-tag.ts";
import { broadcastFields } from "#src/render/message/broadcast-fields.ts";

const TO = { segment: "s", topic: "t" };
const MARK = { newsletter: "News & Views/2", slug: "hello" };

function fields(parts: { readonly html?: Parts; readonly text?: Parts }, fallback = "there") {
  const tags = [
    ...BUILT_IN_TAGS,
    { name: "subscriber.first_name", filters: [{ name: "default", args: [fallback] }], source: "" },
    { name: "subscriber.city", filters: [], source: "" },
  ] as const;
  const email: Email = {
    format: 1,
    from: "a@b.example",
    replyTo: null,
    subject: ["A letter"],
    html: parts.html ?? [],
    text: parts.text ?? [],
    headers: {},
    list: "weekly",
    tags,
    digest: "",
  };
  return broadcastFields(email, TO, MARK);
}

test("merge tags become Resend's, with the default escaped for where it stands", () => {
  const html = [
    "<p>Dear ",
    { tag: 3, context: "text" },
    " of ",
    { tag: 4, context: "text" },
    "</p>",
  ] as const;
  expect(fields({ html }, "R&D's").html).toBe(
    "<p>Dear {{{contact.first_name|R&amp;D&#39;s}}} of {{{contact.city}}}</p>",
  );
  expect(fields({ text: ["Dear ", { tag: 3, context: "plain" }] }, "R&D's").text).toBe(
    "Dear {{{contact.first_name|R&D's}}}",
  );
  const link = ['<a href="', { tag: 0, context: "url" }, '">Leave</a>'] as const;
  expect(fields({ html: link }).html).toBe('<a href="{{{RESEND_UNSUBSCRIBE_URL}}}">Leave</a>');
  expect(fields({ text: [{ tag: 1, context: "plain" }] }).text).toBe("{{{RESEND_UNSUBSCRIBE_URL}}}");
});

test("braces that the author wrote are no merge tags, also beside one", () => {
  const html = [
    '<code title="{{{a}}}">{{{contact.email}}}</code> {',
    { tag: 4, context: "text" },
    "}",
  ] as const;
  expect(fields({ html }).html).toBe(
    '<code title="&#123;&#123;&#123;a}}}">&#123;&#123;&#123;contact.email}}}</code> &#123;{{{contact.city}}}&#125;',
  );
  const { text } = fields({ text: ["{{{x}}} {{y}} {", { tag: 4, context: "plain" }, "}"] });
  expect(text.replaceAll("\u2060", "")).toBe("{{{x}}} {{y}} {{{{contact.city}}}}");
  expect([...text.matchAll(/\{\{\{/g)]).toHaveLength(1);
  expect(text).toContain("\u2060{{{contact.city}}}\u2060");
});

test("the HTML tells which issue of which newsletter it is", () => {
  const { html } = fields({ html: ["<head><title>A letter</title></head>"] });
  expect(readMark(html)).toEqual(MARK);
  expect(readMark("<p>Nothing</p>")).toBeNull();
});
