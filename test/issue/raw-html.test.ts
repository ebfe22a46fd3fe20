import { expect, test } from "vitest";
import { parseBody, parseFile } from "./parse.ts";

const HEAD = "---\ntitle: Hello\n---\n";

/** The body after every pass of `--fix`. */
function fixed(body: string): { body: string; rules: readonly string[] } {
  let text = `${HEAD}${body}\n`;
  for (let pass = 0; pass < 10; pass += 1) {
    const next = parseFile(text);
    if (next.fixed === text)
      return { body: text.slice(HEAD.length).trim(), rules: next.findings.map(({ rule }) => rule) };
    text = next.fixed;
  }
  throw new Error("The fixes do not end.");
}

test.each([
  // The elements that newsletters hold, alone and around Markdown.
  ["<div>Words of <b>one</b> kind.</div>", "Words of **one** kind."],
  ['<div align="center">\n\nWords in **Markdown**.\n\n</div>', "Words in **Markdown**."],
  ["<div><div>One.</div><div>Two.</div></div>", "One.\n\nTwo."],
  ["<center>**Sale** until Monday</center>", "**Sale** until Monday"],
  ["<p>One paragraph.</p>\n<p>Another &amp; more.</p>", "One paragraph.\n\nAnother & more."],
  ['<p align="center">\nOne.\n</p>', "One."],
  ['A <span style="color: red">red</span> word.', "A red word."],
  ['<span class="x">\nRed.\n</span>', "Red."],
  [
    '<img src="https://a.example/x.png" alt="A press" width="300">',
    "![A press](https://a.example/x.png){width=300}",
  ],
  ["<img src='./x.png' alt='A press' title='At noon'/>", '![A press](./x.png "At noon")'],
  ['Look: <img src="./x.png" alt="A press"> here.', "Look: ![A press](./x.png) here."],
  ['<center><img src="./x.png" alt="A press"></center>', "![A press](./x.png){align=center}"],
  ['<img src="./x.png" alt="A press" align="right">', "![A press](./x.png){align=right}"],
  [
    '<img align=left width="120px" src="./x.png" alt="A press" title="At noon">',
    '![A press](./x.png "At noon"){width=120 align=left}',
  ],
  ['<p align="right"><img src="./x.png" alt="A press"></p>', "![A press](./x.png){align=right}"],
  ['<p align="left"><img src="./x.png" alt="A press"></p>', "![A press](./x.png)"],
  [
    '<img style="float: right; width: 200px" src="./x.png" alt="A press">',
    "![A press](./x.png){width=200 align=right}",
  ],
  [
    '<img style="display:block; margin: 0 auto" src="./x.png" alt="A press">',
    "![A press](./x.png){align=center}",
  ],
  [
    '<figure class="wp-block-image alignright"><img src="./x.png" alt="A press"><figcaption>At noon</figcaption></figure>',
    '![A press](./x.png "At noon"){align=right}',
  ],
  [
    '<div align="center"><p align="right"><img src="./x.png" alt="A press"></p></div>',
    "![A press](./x.png){align=right}",
  ],
  [
    '<a href="https://a.example/"><img src="./x.png" alt="A press" align="right"></a>',
    "[![A press](./x.png){align=right}](https://a.example/)",
  ],
  ['<img src="./x.png" alt="A press" width="50%">', "![A press](./x.png){width=296}"],
  [
    'Look: <img src="./x.png" alt="A press" style="width: 25%"> here.',
    "Look: ![A press](./x.png){width=148} here.",
  ],
  ['<img src="./x.png" alt="A press" width="100%">', "![A press](./x.png)"],
  ["<ins>New</ins> and <del>old</del>.", "<u>New</u> and ~~old~~."],
  ['<img src="./x.png" alt="A press" align="middle" hspace="8">', "![A press](./x.png)"],
  ['- <img src="./x.png" alt="A press" align="right">', "- ![A press](./x.png){align=right}"],
  [
    'See <a href="https://a.example/?a=1&amp;b=2">the page</a>.',
    "See [the page](https://a.example/?a=1&b=2).",
  ],
  [
    '<a href="https://a.example/">\n<img src="./x.png" alt="A press" width="80">\n</a>',
    "[![A press](./x.png)](https://a.example/){width=80}",
  ],
  [
    '<div><a class="btn btn-large" href="https://a.example/">Join us</a></div>',
    "**[Join us](https://a.example/)**",
  ],
  [
    '<a style="background:#333;color:#fff" href="https://a.example/">Join us</a>',
    "**[Join us](https://a.example/)**",
  ],
  ["<p>One.<br>Two.<br><br>Three.</p>", "One.\\\nTwo.\\\nThree."],
  ["One.\n\n<hr>\n\nTwo.", "One.\n\n---\n\nTwo."],
  ["<hr/>", "---"],
  ["<ul>\n<li>One</li>\n<li>Two <em>words</em></li>\n</ul>", "- One\n- Two *words*"],
  ["<ol>\n<li>One<li>Two\n</ol>", "1. One\n2. Two"],
  ['<ol start="3"><li>Three</li><li>Four<ul><li>Inner</li></ul></li></ol>', "3. Three\n4. Four\n   - Inner"],
  [
    '<figure>\n<img src="./x.png" alt="A press">\n<figcaption>At noon</figcaption>\n</figure>',
    '![A press](./x.png "At noon")',
  ],
  [
    '<figure><img src="./x.png" alt="A press"><figcaption>By <a href="https://a.example/">Ada</a></figcaption></figure>',
    "![A press](./x.png)\n\n*By [Ada](https://a.example/)*",
  ],
  ["<details>\n<summary>More</summary>\n\nIt is *long*.\n\n</details>", "**More**\n\nIt is *long*."],
  ["<details open><summary>More</summary><p>It is long.</p></details>", "**More**\n\nIt is long."],
  [
    '<iframe width="560" src="https://www.youtube.com/embed/abc123" title="YouTube video player" allowfullscreen></iframe>',
    "<https://www.youtube.com/watch?v=abc123>",
  ],
  [
    '<iframe src="https://www.youtube-nocookie.com/embed/abc123?rel=0&amp;start=90" title="The harbour"></iframe>',
    "[The harbour](https://www.youtube.com/watch?v=abc123&t=90s)",
  ],
  [
    '<iframe src="https://player.vimeo.com/video/42?h=8a#t=1m30s" title="The harbour"></iframe>',
    "[The harbour](https://vimeo.com/42#t=1m30s)",
  ],
  [
    '<iframe src="https://player.vimeo.com/video/42" title="The harbour"></iframe>',
    "[The harbour](https://vimeo.com/42)",
  ],
  [
    '<div class="video"><iframe src="//open.spotify.com/embed/episode/x" title="Episode 3"></iframe></div>',
    "[Episode 3](https://open.spotify.com/episode/x)",
  ],
  ['<video src="https://a.example/v.mp4" controls></video>', "<https://a.example/v.mp4>"],
  // Their relatives.
  [
    "<b>Bold</b>, <i>italic</i>, <s>gone</s> and <code>a &lt; b</code>.",
    "**Bold**, *italic*, ~~gone~~ and `a < b`.",
  ],
  ["A <b> spaced </b> word.", "A  **spaced**  word."],
  ["<font color=red>Red <b>and bold</b></font>.", "Red **and bold**."],
  ["> <sup><em>Much better!</em></sup>", "> <sup>*Much better!*</sup>"],
  ["<h2>News</h2>\n<p>Text.</p>", "## News\n\nText."],
  ["<h1>News</h1>\n\n## Below", "## News\n\n### Below"],
  ["<blockquote>Said <b>so</b>.</blockquote>", "> Said **so**."],
  [
    "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
    "| a | b |\n| - | - |\n| 1 | 2 |",
  ],
  [
    "<table><tr><th>a</th><th>b</th></tr><tr><td>1<br>2</td><td>3</td></tr></table>",
    "| a      | b |\n| ------ | - |\n| 1<br>2 | 3 |",
  ],
  ["<picture><source srcset='dark.png'><img src='./x.png' alt='A press'></picture>", "![A press](./x.png)"],
  [
    '<p>Hello {{ subscriber.first_name | default: "there" }}, a*b*c and 2 * 3 * 4.</p>',
    'Hello {{ subscriber.first_name | default: "there" }}, a\\*b\\*c and 2 \\* 3 \\* 4.',
  ],
  ['<p><a href="{{ urls.unsubscribe }}">Leave</a></p>', "[Leave](<{{ urls.unsubscribe }}>)"],
  [
    '<p><a href="https://a.example/?n={{ subscriber.first_name | default: &quot;no_body&quot; }}&amp;b=2">Go</a></p>',
    '[Go](<https://a.example/?n={{ subscriber.first_name | default: "no_body" }}&b=2>)',
  ],
  // Not HTML at all.
  ["An Array<string> of Map<K, V> words.", "An Array\\<string> of Map<K, V> words."],
  ["Write <your name> here.", "Write \\<your name> here."],
  ["<your-name>", "\\<your-name>"],
  ["Use <Card>words</Card> in it.", "Use \\<Card>words\\</Card> in it."],
  // Where they stand.
  ["<p>Signed, {{ subscriber.first_name }}</p>", "Signed, {{ subscriber.first_name }}"],
  [
    "<p>Hello <b>you</b> and {{ subscriber.first_name }} _now_ </p>",
    "Hello **you** and {{ subscriber.first_name }} _now_",
  ],
  ["1. One\n   <div>Two</div>\n2. Three", "1. One\n\n   Two\n2. Three"],
  ["> One\n> <div>Two</div>", "> One\n>\n> Two"],
  ["Before.\n<div>Inside.</div>\n\nAfter.", "Before.\n\nInside.\n\nAfter."],
  ["> <p>Said.</p>\n> <p>Again.</p>", "> Said.\n>\n> Again."],
  ["- <p>One.</p>\n- two", "- One.\n- two"],
  ["- item\n\n  <div><p>One.</p><p>Two.</p></div>\n\n- next", "- item\n\n  One.\n\n  Two.\n\n- next"],
])("%j is written %j", (html, markdown) => {
  const done = fixed(html);
  expect(done.body).toBe(markdown);
  expect(done.rules.filter((rule) => rule.startsWith("html/"))).toEqual([]);
});

test("the side of a picture among words is kept where its author sees that it cannot be had", () => {
  for (const html of [
    'Look: <img src="./x.png" alt="A press" align="right"> here.',
    '<p>Look: <img src="./x.png" alt="A press" align="right"> here.</p>',
  ]) {
    const done = fixed(html);
    expect(done.body).toBe("Look: ![A press](./x.png){align=right} here.");
    expect(done.rules).toContain("image/align");
  }
});

test.each([
  ["a script", "<div>One <script>x()</script></div>"],
  ["an event handler", '<p onclick="x()">One.</p>'],
  ["a form", "<form><input name=a> One</form>"],
  ["something hidden", '<div style="display:none">Preview words</div>'],
  ["a quotation that ends further down", "<blockquote>\n\nSaid.\n\n</blockquote>"],
  ["an item that ends further down", "<ul>\n<li>\n\nOne.\n\n</li>\n</ul>"],
  ["a link that ends further down", '<a href="https://a.example/">\n\n![x](./x.png)\n\n</a>'],
  ["a frame without an address", "<iframe srcdoc='<p>x</p>'></iframe>"],
  ["a link around code", '<pre><a href="{{ urls.web }}">code</a></pre>'],
  ["bold that Markdown cannot close", "a<b>(x)</b>b"],
  ["a link behind an exclamation mark", 'Wow!<a href="https://a.example/">x</a>'],
  ["a list of Markdown between tags", "<details><summary>Q</summary>\n- a\n- b\n</details>"],
  ["code with a tag of ours in it", "<code>a <br> b</code>"],
])("%s stays for its author to decide, with a hint", (_, html) => {
  const { findings } = parseFile(`${HEAD}${html}\n`);
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.map(({ fix }) => fix)).toEqual(errors.map(() => null));
  expect(errors.every(({ hint }) => hint !== null)).toBe(true);
});

test("every tag of a body has a hint of what to write in its place", () => {
  const names =
    "div span center p img a hr ol ul li figure details summary iframe video table blockquote h1 b".split(
      " ",
    );
  for (const name of names) {
    const { findings } = parseBody(`x <${name}>`);
    expect(`${name}: ${findings[0]?.hint}`).toMatch(/^\w+: (?!Write Markdown instead)(?:Write|Remove|Begin)/);
  }
});

test("a control character in a block of HTML is fixed before the block, so that its letter is not lost", () => {
  expect(fixed("<p>It\u0092s here.</p>").body).toBe("It’s here.");
});

const PIECES = [
  "Plain *words* with `code` and [a link](https://a.example/x).",
  "<div align=center>Centred <b>bold</b> words</div>",
  "<p>Para one</p><p>Para <i>two</i></p>",
  "<ul><li>Item</li><li>Second <a href='https://a.example/y'>page</a></li></ul>",
  "<ol><li>First</li></ol>",
  "<details><summary>Fold</summary>\n\nHidden *text*\n\n</details>",
  "<img src=./x.png alt='A picture'>",
  "<figure><img src=./y.png alt='Another'><figcaption>Below it</figcaption></figure>",
  "<!-- a private note -->",
  "<blockquote>\n\nQuoted\n\n</blockquote>",
  "<table><tr><td>Cell</td><td>Next</td></tr></table>",
  "<span>Spanned <font color=red>font</font></span> tail",
  "# Top heading",
  "### Third heading",
  "Underlined\n=====",
  "> # Quoted heading",
  "> <p>In a quotation</p>",
  "- <div>In an item</div>",
  "1. <p>Numbered</p>\n2. plain",
  "Dear {{ FNAME }} and Array<string>, hello.",
  "{{ UnsubscribeURL }}",
  "::: sponsor[Acme]\nBuy.\n:::",
  "Note[^1].\n\n[^1] The note.",
  "<small>\nTerms\n</small>",
  "<hr>",
  "<br>",
  "x<b>y</b>z and <s> gone </s>",
  "<center>\n\nLoose **middle**\n\n</center>",
];

/** Tags of other systems get other names, and `{width=…}` stands for an attribute: neither is a word of the author's. */
const asWords = (text: string) =>
  text.replace(/\{\{.*?\}\}|\{(?:width|align)=[^}]*\}/g, " ").replace(/<!--|-->/g, " ");

function visible(text: string): string {
  return (
    asWords(text)
      .replace(/<img[^>]*alt='([^']*)'[^>]*>/g, " $1 ")
      .replace(
        /<\/?(?:div|p|ul|ol|li|details|summary|figure|figcaption|blockquote|table|tr|td|span|font|center|small|hr|br|b|i|s|a)\b[^>]*>/g,
        (tag) => (/^<\/?(?:b|i|s|a|span|font)\b/.test(tag) ? "" : " "),
      )
      .replace(/\]\(\S+?(?: "([^"]*)")?\)/g, "] $1 ")
      .replace(/\[\^1\]:?/g, " ")
      .replace(/\*+|~~/g, "")
      // The numbers of a list are its marks.
      .replace(/(?<!\S)\d+\\?\.(?!\S)/g, " ")
  );
}

test("no fix loses or adds a word, whatever stands beside what", () => {
  // A generator of its own seed: the same documents at every run.
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 150; round += 1) {
    const pieces = Array.from({ length: 1 + next(6) }, () => PIECES[next(PIECES.length)] ?? "");
    const body = pieces.join(next(4) === 0 ? "\n" : "\n\n");
    const after = fixed(body).body;
    const words = (text: string) => visible(text).match(/[\p{L}\p{N}]+/gu) ?? [];
    expect({ body, words: words(after).join(" ") }).toEqual({ body, words: words(body).join(" ") });
  }
});
