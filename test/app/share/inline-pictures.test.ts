import { expect, test } from "vitest";
import { inlinePictures } from "#src/app/share/inline-pictures.ts";

const URL_OF_OURS = "https://news.example.org";
const ASSET = { key: "abc", mediaType: "image/png", bytes: Buffer.from("picture") };
const DATA = `data:image/png;base64,${ASSET.bytes.toString("base64")}`;

test("pictures of the issue are put into its HTML, and whatever else a browser would fetch is taken out and counted", () => {
  const { html, missing } = inlinePictures(
    [
      `<link rel="stylesheet" href="https://fonts.example/a.css"><style>@import url(https://fonts.example/b.css);`,
      `.a { background: url('${URL_OF_OURS}/a/abc.png') } .b { background: url(https://far.example/b.png) }</style>`,
      `<!--[if mso]><v:fill src="https://far.example/outlook.png"/><![endif]-->`,
      `<img alt="Ours" src="${URL_OF_OURS}/a/abc.png" srcset="https://far.example/2x.png 2x">`,
      `<img alt="Theirs" src="https://far.example/pixel.gif"><table><tr><td background="https://far.example/wall.png"></table>`,
      `<a href="https://example.org/read">Read</a>`,
    ].join("\n"),
    [ASSET],
    URL_OF_OURS,
  );
  expect(html).not.toMatch(/far\.example|fonts\.example/);
  expect(html).toContain(`<img alt="Ours" src="${DATA}">`);
  expect(html).toContain(`url('${DATA}')`);
  expect(html).toContain('<img alt="Theirs" src="data:,">');
  expect(html).toContain('<a href="https://example.org/read">Read</a>');
  expect(missing).toBe(3);
});

test("words that look like a style sheet stay in the text", () => {
  const text = `<p>Write @import first; then url(https://far.example/a.png), and background="https://far.example/b.png".</p>`;
  const page = `<!doctype html><html><head><style>p { margin: 0 }</style></head><body>${text}</body></html>`;
  expect(inlinePictures(page, [ASSET], URL_OF_OURS)).toEqual({ html: page, missing: 0 });
});

test("a picture in a style attribute keeps the quotes of both", () => {
  const { html, missing } = inlinePictures(
    `<p style="color:red;background:url(&quot;${URL_OF_OURS}/a/abc.png&quot;)">Words</p><p style="background:url('https://far.example/a.png')">More</p>`,
    [ASSET],
    URL_OF_OURS,
  );
  expect(html).toContain(`style="color:red;background:url(&quot;${DATA}&quot;)"`);
  expect(html).not.toContain("far.example");
  expect(missing).toBe(1);
});
