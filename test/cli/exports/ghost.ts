const BODY = `
<p>The press starts at <b>six</b>.</p>
<figure class="kg-card kg-image-card kg-card-hascaption"><img src="__GHOST_URL__/content/images/2024/05/press.png" class="kg-image" alt="The press" loading="lazy" width="2000" height="1333"><figcaption><span style="white-space: pre-wrap;">Our press, by </span><a href="https://anna.example"><span>Anna</span></a></figcaption></figure>
<div class="kg-card kg-callout-card kg-callout-card-blue"><div class="kg-callout-emoji">💡</div><div class="kg-callout-text">Mind the <strong>ink</strong>.</div></div>
<div class="kg-card kg-button-card kg-align-center"><a href="https://press.example/visit" class="kg-btn kg-btn-accent">Visit us</a></div>
<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://type.example/lead"><div class="kg-bookmark-content"><div class="kg-bookmark-title">Lead type</div><div class="kg-bookmark-description">A short history.</div><div class="kg-bookmark-metadata"><img class="kg-bookmark-icon" src="https://type.example/i.png" alt=""><span class="kg-bookmark-author">Type Museum</span></div></div><div class="kg-bookmark-thumbnail"><img src="https://type.example/t.png" alt=""></div></a></figure>
<div class="kg-card kg-toggle-card" data-kg-toggle-state="close"><div class="kg-toggle-heading"><h4 class="kg-toggle-heading-text">Which paper?</h4><button class="kg-toggle-card-icon"><svg viewBox="0 0 24 24"><title>Open</title></svg></button></div><div class="kg-toggle-content"><p>Cotton.</p></div></div>
<div class="kg-card kg-audio-card"><img src="" class="kg-audio-thumbnail kg-audio-hide"><div class="kg-audio-player-container"><audio src="__GHOST_URL__/content/media/hum.mp3" preload="metadata"></audio><div class="kg-audio-title">The hum</div></div></div>
<div class="kg-card kg-signup-card"><h2 class="kg-signup-card-heading">Sign up for Press Notes</h2><form><input type="email" placeholder="Your email"><button>Subscribe</button></form></div>
<table><thead><tr><th>Ink</th><th>Hue</th></tr></thead><tbody><tr><td>Iris</td><td><p>deep</p><p>blue</p></td></tr></tbody></table>
<p>More in <a href="__GHOST_URL__/older/">the older note</a>, <a href="__GHOST_URL__/about/">about us</a>, <a href="#top">above</a> and by <a href="tel:+511">phone</a>. Your name here: {first_name, "friend"}</p>
<!--kg-card-begin: markdown--><p>A note<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup> from Markdown.</p><hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item"><p>Said in 1925. <a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section><!--kg-card-end: markdown-->
`;

/** A site as Ghost exports it. */
export function ghostExport(): string {
  const post = (id: string, more: Readonly<Record<string, unknown>>) => ({
    id,
    status: "published",
    type: "post",
    visibility: "public",
    html: "<p>Text.</p>",
    lexical: "{}",
    feature_image: null,
    custom_excerpt: null,
    canonical_url: null,
    published_at: "2024-05-01T05:00:00.000Z",
    ...more,
  });
  const data = {
    posts: [
      post("a1", {
        title: "Press notes",
        slug: "press-notes",
        html: BODY,
        feature_image: "__GHOST_URL__/content/images/2024/05/cover.jpg",
        custom_excerpt: "How we print",
      }),
      post("a2", {
        title: "Older",
        feature_image: "__GHOST_URL__/content/images/2024/05/cover.jpg",
        html: '<figure class="kg-card kg-image-card"><img src="__GHOST_URL__/content/images/size/w1000/2024/05/cover.jpg"></figure><p>Text.</p>',
        slug: "older",
        published_at: "2023-05-01 05:00:00",
        visibility: "members",
      }),
      post("a3", {
        title: "Mailed",
        slug: "mailed",
        status: "sent",
        published_at: "2024-06-01T05:00:00.000Z",
      }),
      post("a4", { title: "No HTML", slug: "no-html", html: null }),
      post("a5", { title: "A page", slug: "a-page", type: "page" }),
      post("a6", { title: "A draft", slug: "a-draft", status: "draft" }),
    ],
    posts_meta: [
      { post_id: "a1", email_subject: "Ink at six", feature_image_alt: "A drawer of type" },
      { post_id: "a3", email_only: true },
    ],
    tags: [
      { id: "t1", name: "Printing" },
      { id: "t2", name: "#internal" },
    ],
    posts_tags: [
      { post_id: "a1", tag_id: "t2", sort_order: 0 },
      { post_id: "a1", tag_id: "t1", sort_order: 1 },
    ],
    users: [{ id: "u1", name: "Ana Ruiz" }],
    posts_authors: [{ post_id: "a1", author_id: "u1", sort_order: 0 }],
  };
  return JSON.stringify({ db: [{ meta: { exported_on: 1_714_540_000_000, version: "5.82.0" }, data }] });
}
