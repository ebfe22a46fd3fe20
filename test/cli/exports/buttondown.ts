import { csv } from "./csv.ts";

const PLAIN = `<!-- buttondown-editor-mode: plaintext -->Hi {{ subscriber.metadata.first_name|default:"you" }},

# A heading

A *list*[^1]:

1. one
2. two

![A map](images/map.png "The map")

{% if "python" in subscriber.tags %}Snakes.{% endif %}

\`\`\`py
print("{{ x }}")
\`\`\`

<figure><img src="https://pics.example/a.gif" alt="A"><figcaption>Moving</figcaption></figure>

::: not a directive

[Leave]({{ unsubscribe_url }}) or {{ subscribe_form }}

[^1]: With a *note*.
`;

/** Emails as Buttondown exports them. */
export function buttondownExport(): Record<string, string> {
  const email = (secondary_id: string, slug: string, more: Readonly<Record<string, string>> = {}) => ({
    id: `id-${secondary_id}`,
    secondary_id,
    subject: `Letter ${secondary_id}`,
    publish_date: "2022-07-01 16:55:00+00:00",
    source: "app",
    email_type: "public",
    slug,
    ...more,
  });
  return {
    "emails.csv": csv([
      email("7", "plain-one"),
      email("8", "fancy-one"),
      email("9", "paid-one", { email_type: "premium" }),
    ]),
    "emails/plain-one.md": PLAIN,
    "emails/fancy-one.md": `<!-- buttondown-editor-mode: fancy --><h2>Fancy</h2><p>Text with <s>no</s> <u>lines</u>.</p><pre><code class="lang-css"><span class="hljs-tag">p</span> {}\n</code></pre>`,
    "emails/paid-one.md": "<!-- buttondown-editor-mode: plaintext -->Paid.",
  };
}
