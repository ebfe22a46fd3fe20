import { expect, test } from "vitest";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { loadProject } from "#src/project/load-project.ts";
import { tempProject } from "../project/temp-project.ts";

const NOW = Date.UTC(2026, 10, 24, 12);
const HEAD =
  'import { FooterLinks, IssueBody } from "letterpress";\nimport { Heading, Text } from "react-email";\n';
/** A template whose fourth line is `line`, in the middle of a whole email. */
const react = (line: string, head = HEAD) =>
  `${head}export default (input) => <html><body>\n${line}\n<IssueBody {...input} /><FooterLinks {...input} /></body></html>;\n`;
/** An MJML template whose third line is `line`. */
const mjml = (line: string) =>
  `<mjml>\n<mj-body>\n${line}\n<issue-body />\n<issue-footer />\n</mj-body>\n</mjml>\n`;
const issue = (body: string, front = "") =>
  `---\ntitle: How a letter is made\npreview_text: From the first line to the last reader.\n${front}template: own\n---\n\n${body}\n`;
const GOOD = issue("Dear reader, the museum has moved.");

/** The errors of an issue and its template, as `file:line rule message | hint`. */
async function errorsOf(
  files: Readonly<Record<string, string>>,
  path = "issues/hello.md",
): Promise<string[]> {
  await using temp = await tempProject({ "issues/hello.md": GOOD, ...files });
  const project = await loadProject(temp.root);
  const parsed = project.issues.find(({ source }) => source.path === path);
  if (parsed === undefined) throw new Error(`There is no ${path}.`);
  const { findings } = await composeIssue(project, parsed, { now: NOW, ledger: null });
  return findings
    .filter(({ severity }) => severity === "error")
    .map(({ file, line, rule, message, hint }) => `${file}:${line} ${rule} ${message} | ${hint}`);
}

const TEMPLATES: readonly (readonly [what: string, path: string, source: string, error: RegExp])[] = [
  [
    "imports what letterpress does not have",
    "own.tsx",
    react("<Nope />", HEAD.replace("IssueBody", "IssueBody, Nope")),
    /^templates\/own\.tsx:1 template\/failed .*Nope/,
  ],
  [
    "imports what react-email does not have",
    "own.tsx",
    react(
      "<Nope />",
      HEAD.replace('Text } from "react-email"', '\n  Nope,\n} from "@react-email/components"'),
    ).replace("\n\n", "\n"),
    /^templates\/own\.tsx:3 template\/failed .*Nope/,
  ],
  [
    "imports a package",
    "own.tsx",
    react("<Text>x</Text>", HEAD.replace("react-email", "next/image")),
    /^templates\/own\.tsx:2 template\/failed next\/image may not/,
  ],
  [
    "throws",
    "own.tsx",
    react("<p>{input.issue.image.src}</p>"),
    /^templates\/own\.tsx:4 template\/failed .*'src'.* \| .*Found while issues\/hello\.md was rendered\./,
  ],
  [
    "gives the body's component the issue alone",
    "own.tsx",
    react(
      "<Tailwind><p>x</p>\n<IssueBody issue={input.issue} /></Tailwind>",
      HEAD.replace("Text", "Tailwind"),
    ).replace("<html>", "<html>{/* <IssueBody {...input} /> */}"),
    /^templates\/own\.tsx:5 template\/failed <IssueBody> got no `body`\. Write <IssueBody \{\.\.\.input\} \/>\./,
  ],
  [
    "gives the frame the input as one prop",
    "own.tsx",
    react("<Letter input={input}>x</Letter>", HEAD.replace("IssueBody", "IssueBody, Letter")),
    /^templates\/own\.tsx:4 template\/failed <Letter> got no `issue`\. Write <Letter \{\.\.\.input\}>\./,
  ],
  [
    "gives a footer what it seems to need",
    "own.tsx",
    react("<FooterLinks issue={input.issue} urls={input.urls} />"),
    /^templates\/own\.tsx:4 template\/failed <FooterLinks> got no `newsletter`\./,
  ],
  [
    "gives a style as text",
    "own.tsx",
    react('<p style="color:red">x</p>'),
    /^templates\/own\.tsx:4 template\/failed .*style/,
  ],
  [
    "gives a component a wrong prop",
    "own.tsx",
    react("<Preview>{{}}</Preview>", HEAD.replace("Text", "Preview")),
    /^templates\/own\.tsx:4 template\/failed .*substring/,
  ],
  [
    "gives a component a style as text",
    "own.tsx",
    react('<Text style="color:red">x</Text>'),
    /^templates\/own\.tsx:4 template\/failed a style is given as text\./,
  ],
  [
    "gives a wrong level of heading",
    "own.tsx",
    react("<Heading as={3}>x</Heading>"),
    /^templates\/own\.tsx:4 template\/failed /,
  ],
  [
    "shows an object",
    "own.tsx",
    react("<Text>{input.newsletter.lists}</Text>"),
    /^templates\/own\.tsx:4 template\/failed Objects are not valid/,
  ],
  [
    "uses what is not there",
    "own.tsx",
    react("<Text.Nope>x</Text.Nope>"),
    /^templates\/own\.tsx:4 template\/failed Element type is invalid/,
  ],
  [
    "names what is not declared",
    "own.tsx",
    react("<Nope>x</Nope>"),
    /^templates\/own\.tsx:4 template\/failed Nope is not defined/,
  ],
  [
    "is no JSX",
    "own.tsx",
    react("<p>x</div>"),
    /^templates\/own\.tsx:4 template\/failed Expected corresponding JSX closing tag for 'p'\.(?: \||$)/,
  ],
  [
    "holds a tag of another system",
    "own.tsx",
    react('<Text>Hi {"{{ username }}"}, dear</Text>'),
    /^templates\/own\.tsx:4 merge-tag\/left-over /,
  ],
  [
    "shows what is undefined",
    "own.tsx",
    react("<Text>{`Hi ${input.username}`}</Text>"),
    /^templates\/own\.tsx:null merge-tag\/left-over .*“undefined”/,
  ],
  [
    "shows a picture without a host",
    "own.tsx",
    react('<img src="/static/logo.png" alt="x" />'),
    /^templates\/own\.tsx:4 link\/relative .*\/static\/logo\.png/,
  ],
  [
    "links without a host",
    "own.tsx",
    react('<a className="x" href="//about?a=1&b=2">x</a>'),
    /^templates\/own\.tsx:4 link\/relative .*\/\/about/,
  ],
  [
    "paints a picture without a host",
    "own.tsx",
    react("<p style={{ backgroundImage: \"url('paper.png')\" }}>x</p>"),
    /^templates\/own\.tsx:4 link\/relative .*paper\.png/,
  ],
  [
    "links without a host in MJML",
    "own.mjml",
    mjml('<mj-section><mj-column><mj-button href="/about">x</mj-button></mj-column></mj-section>'),
    /^templates\/own\.mjml:3 link\/relative .*\/about/,
  ],
  ["holds a script", "own.tsx", react("<script>x</script>"), /^templates\/own\.tsx:4 shell\/forbidden /],
  [
    "makes a control character",
    "own.tsx",
    react("<p>{'\\u0007'}</p>"),
    /^templates\/own\.tsx:null template\/failed .*U\+0007/,
  ],
  [
    "leaves a tag open",
    "own.mjml",
    mjml("<mj-section><mj-column><mj-text>Hi</mj-column></mj-section>"),
    /^templates\/own\.mjml:3 template\/failed <mj-text> is not closed/,
  ],
  [
    "leaves a section open",
    "own.mjml",
    mjml("<mj-section>"),
    /^templates\/own\.mjml:6 template\/failed expected <\/mj-section>, which closes line 3, found <\/mj-body>/,
  ],
  [
    "closes what is not open",
    "own.mjml",
    mjml("</mj-section>"),
    /^templates\/own\.mjml:3 template\/failed expected <\/mj-body>, which closes line 2/,
  ],
  [
    "has an unknown tag",
    "own.mjml",
    mjml("<mj-section><mj-column><mj-txt>Hi</mj-txt></mj-column></mj-section>"),
    /^templates\/own\.mjml:3 template\/failed <mj-txt>/,
  ],
  [
    "has an unknown tag of ours",
    "own.mjml",
    mjml("<issue-foter />"),
    /^templates\/own\.mjml:3 template\/failed <issue-foter>/,
  ],
  [
    "has an unknown attribute",
    "own.mjml",
    mjml('<mj-section colour="red"></mj-section>'),
    /^templates\/own\.mjml:3 template\/failed <mj-section> Attribute colour/,
  ],
  [
    "has a tag in a wrong place",
    "own.mjml",
    mjml("<mj-text>Hi</mj-text>"),
    /^templates\/own\.mjml:3 template\/failed <mj-text>/,
  ],
  [
    "gives the body a width that is none",
    "own.mjml",
    mjml("").replace("<issue-body />", '<issue-body width="wide" />'),
    /^templates\/own\.mjml:4 template\/failed expected a width in px, found width="wide"\. \| Write <issue-body width="440px" \/>/,
  ],
  [
    "has no body of the issue",
    "own.mjml",
    mjml("").replace("<issue-body />", ""),
    /^templates\/own\.mjml:2 template\/failed expected one <issue-body \/>, found none\. \| Add this line in <mj-body>: <issue-body \/>/,
  ],
  [
    "is no MJML",
    "own.mjml",
    "Hello",
    /^templates\/own\.mjml:1 template\/failed expected MJML, found none of its tags/,
  ],
  [
    "has a tag of another system in its text",
    "own.mjml",
    mjml("<mj-section><mj-column><mj-text>{{ username }}</mj-text></mj-column></mj-section>"),
    /^templates\/own\.mjml:3 merge-tag\/left-over /,
  ],
];

for (const [what, path, source, error] of TEMPLATES) {
  test(`a template that ${what} is blamed at its line`, async () => {
    const errors = await errorsOf({ [`templates/${path}`]: source });
    expect(errors).toEqual([expect.stringMatching(error)]);
  });
}

const ISSUES: readonly (readonly [what: string, text: string, error: RegExp])[] = [
  [
    "holds a control character",
    issue("Dear reader,\nbefore \u0002 after."),
    /^issues\/hello\.md:8 characters\/damaged U\+0002/,
  ],
  [
    "holds a quotation mark in the wrong encoding",
    issue("Dear reader,\nthe \u0093museum."),
    /^issues\/hello\.md:8 characters\/damaged U\+0093.*probably “/,
  ],
  [
    "writes a control character as a number",
    issue("Dear reader, before &#7; after."),
    /^issues\/hello\.md:7 characters\/damaged U\+0007/,
  ],
  [
    "escapes a control character",
    issue("Hello.", 'subtitle: "a\\u0007b"\n'),
    /^issues\/hello\.md:4 characters\/damaged /,
  ],
  [
    "has an image that is missing",
    issue("Hello.\n\n![A press](./press.png)"),
    /^issues\/hello\.md:9 image\/missing /,
  ],
  ["holds a tag of another system", issue("Hello.\n\nDear {% name %}"), /^issues\/hello\.md:9 merge-tag\//],
];

for (const [what, text, error] of ISSUES) {
  for (const [path, source] of [
    ["own.tsx", react("<p>x</p>")],
    ["own.mjml", mjml("")],
  ] as const) {
    test(`an issue that ${what} is blamed at its line, and ${path} is not`, async () => {
      const errors = await errorsOf({ [`templates/${path}`]: source, "issues/hello.md": text });
      expect(errors).toEqual([expect.stringMatching(error)]);
    });
  }
}

test("an MJML sample without a body is told one line to add, and needs no other", async () => {
  const sample =
    "<mjml>\n<mj-body>\n<mj-section><mj-column><mj-text>Hi</mj-text></mj-column></mj-section>\n</mj-body>\n</mjml>\n";
  const [error = ""] = await errorsOf({ "templates/own.mjml": sample });
  const line = /Add this line in <mj-body>: (\S+ \S+ \/>)/.exec(error)?.[1] ?? "";
  const added = sample.replace("</mj-body>", `${line}\n</mj-body>`);
  expect(line).toBe("<issue-body /><issue-footer />");
  expect(await errorsOf({ "templates/own.mjml": added })).toEqual([]);
});

test("anchors, addresses of other schemes and merge tags in addresses are complete", async () => {
  const line =
    '<p id="x"><a href="#x">a</a><a href="mailto:a@b.example">b</a><a href={input.urls.unsubscribe}>c</a> href="/x"</p>';
  expect(await errorsOf({ "templates/own.tsx": react(line) })).toEqual([]);
});

test("a React template without the issue and a footer is told how both get into it", async () => {
  const sample =
    'import { Text } from "react-email";\nexport default () => <html><body><Text>Hi</Text></body></html>;\n';
  const [error = ""] = await errorsOf({ "templates/own.tsx": sample });
  for (const part of ["(input: TemplateInput)", "<IssueBody {...input} />", "footerLinks(input)"])
    expect(error).toContain(part);
});

test("a template that throws for one issue stops that one only", async () => {
  const files = {
    "templates/own.tsx": react("<p>{input.issue.guests[0].name}</p>"),
    "issues/other.md": issue("Hello.", "guests:\n  - { name: Ada }\n"),
  };
  expect(await errorsOf(files)).toHaveLength(1);
  expect(await errorsOf(files, "issues/other.md")).toEqual([]);
});
