import { attrs, csv } from "./csv.ts";

const CDN = "https://substackcdn.com/image/fetch/w_1456,c_limit,f_auto,q_auto:good,fl_progressive:steep";
const BUCKET =
  "https%3A%2F%2Fbucketeer-e05bbc84-baa3-437e-9518-adb32be77984.s3.amazonaws.com%2Fpublic%2Fimages%2F";

const TIDES = `
<p>Good morning from the harbour. It is <strong>9:30am</strong>, and the tide <em>turns</em> at ten; see <a href="https://tides.example/today?port=1&amp;day=2">the table</a>.<a class="footnote-anchor" data-component-name="FootnoteAnchorToDOM" id="footnote-anchor-1" href="#footnote-1" target="_self">1</a></p>
<div class="captioned-image-container"><figure><a class="image-link image2 is-viewable-img" target="_blank" href="${CDN}/${BUCKET}boats_1456x971.png" data-component-name="Image2ToDOM"><div class="image2-inset"><picture><source type="image/webp" srcset="x"><img src="${CDN}/${BUCKET}boats_1456x971.png" width="1456" height="971" alt="Boats at the quay" class="sizing-normal"></picture></div></a><figcaption class="image-caption">The quay, before the storm</figcaption></figure></div>
<div class="pullquote"><p>The sea keeps no diary.</p></div>
<h3 class="header-anchor-post">Three harbours<div class="pencraft pc-display-flex"></div></h3>
<ul><li><p>Callao, with <code>AIS</code></p></li><li><p>Paita<br>and its fog</p></li></ul>
<p>Thanks to <span class="mention-wrap" data-attrs="${attrs({ name: "Jane Miller", id: 1, type: "user", url: null })}" data-component-name="MentionToDOM"></span> for the idea, and to our <a href="https://harbour.example/p/storms?utm_source=x">story on storms</a>.</p>
<div class="subscription-widget-wrap-editor" data-attrs="${attrs({ url: "https://harbour.example/subscribe?", text: "Subscribe" })}" data-component-name="SubscribeWidgetToDOM"><div class="subscription-widget show-subscribe"><div class="preamble"><p class="cta-caption">Thanks for reading Harbour Letters!</p></div><form class="subscription-widget-subscribe"><input type="email" class="email-input" placeholder="Type your email…"><input type="submit" class="button primary" value="Subscribe"></form></div></div>
<div class="poll-embed" data-attrs="${attrs({ id: 12345 })}" data-component-name="PollToDOM"></div>
<div id="youtube2-abc123" class="youtube-wrap" data-attrs="${attrs({ videoId: "dQw4w9WgXcQ", startTime: null })}" data-component-name="Youtube2ToDOM"><div class="youtube-inner"><iframe src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0" frameborder="0"></iframe></div></div>
<div class="embedded-post-wrap" data-attrs="${attrs({ id: 2, url: "https://other.example/p/nets", publication_name: "The Net", title: "Mending nets", truncated_body_text: "How it is done." })}" data-component-name="EmbeddedPostToDOM"></div>
<p class="button-wrapper" data-attrs="${attrs({ url: "https://harbour.example/tour", text: "Join the tour" })}" data-component-name="ButtonCreateButton"><a class="button primary" href="https://harbour.example/tour"><span>Join the tour</span></a></p>
<p class="button-wrapper" data-attrs="${attrs({ url: "%%share_url%%", text: "Share" })}" data-component-name="ButtonCreateButton"><a class="button primary" href="%%share_url%%"><span>Share</span></a></p>
<div><hr></div>
<p>Templates such as {{ port.name }} are not for readers. H<sub>2</sub>O is.</p>
<div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number" contenteditable="false" target="_self">1</a><div class="footnote-content"><p>Port authority, <em>yearbook</em>.</p></div></div>
`;

const STORMS = `<h1>Storms</h1><h2>雨の日</h2><p>今日は<strong>「強い雨」</strong>です。港は静かです。</p><p dir="rtl">الميناء هادئ اليوم، و<a href="https://harbour.example/p/tides-and-time">المد</a> يعود غدًا.</p><p>อ่าวเงียบสงบ Ñandú, naïve.</p><div class="captioned-image-container"><figure><a class="image-link" href="x"><img src="${CDN}/${BUCKET}rain_100x100.jpeg" alt=""></a></figure></div>`;

/** A newsletter as Substack exports it, with lists of readers that nobody may read. */
export function substackExport(): Record<string, string> {
  const post = (post_id: string, more: Readonly<Record<string, string>>) => ({
    post_id,
    post_date: "2023-01-19T02:25:27.000Z",
    is_published: "true",
    email_sent_at: "",
    inbox_sent_at: "",
    type: "newsletter",
    audience: "everyone",
    title: "",
    subtitle: "",
    podcast_url: "",
    ...more,
  });
  return {
    "posts.csv": csv([
      post("101.tides-and-time", {
        title: "Tides: “time” & more",
        subtitle: "What the moon &amp; the sea agreed",
      }),
      post("102.storms", { title: "Storms", post_date: "2023-02-02T10:00:00.000Z" }),
      post("103.members", {
        title: "For members",
        audience: "everyone",
        post_date: "2023-03-02T10:00:00.000Z",
      }),
      post("104.lost", { title: "Lost", post_date: "2023-04-02T10:00:00.000Z" }),
      post("105.draft", { title: "Half a thought", is_published: "false" }),
      post("106.about", { title: "About", type: "page" }),
    ]),
    "posts/101.tides-and-time.html": TIDES,
    "posts/102.storms.html": STORMS,
    "posts/103.members.html": `<p>For all.</p><div class="paywall-jump" data-component-name="PaywallToDOM"></div><p>For a few.</p>`,
    "posts/105.draft.html": "<p>…</p>",
    "posts/106.about.html": "<p>Us.</p>",
    "posts/101.tides-and-time.opens.csv": "post_id,timestamp,email\n101,2023,reader@example.com\n",
    "email_list.harbour.csv": "email,active_subscription\nreader@example.com,true\n",
  };
}
