import { csv } from "./csv.ts";

const EMAIL = `<!DOCTYPE html><html><head><style>.a{color:red}</style></head><body>
<div style="display:none;max-height:0">The hidden line of the inbox</div>
<table role="presentation"><tr><td class="f"><p>Read online</p></td></tr></table>
<table role="presentation" width="100%"><tr><td id="content-blocks"><table role="presentation">
<tr><td><h1>Bees in March</h1></td></tr>
<tr><td><p>Hello {{first_name | beekeeper}}, the hive <b>woke</b>.</p></td></tr>
<tr><td><table role="presentation" border="0"><tr><td><img src="https://media.beehiiv.com/cdn-cgi/image/fit=scale-down/uploads/asset/file/1/hive.png" alt="" width="600"></td></tr><tr><td><p>The hive at dawn</p></td></tr></table></td></tr>
<tr><td><ul><li>Pollen</li><li>Wax<ol><li>White</li><li>Yellow</li></ol></li></ul></td></tr>
<tr><td><table><tr><th>Week</th><th>Weight</th></tr><tr><td>9</td><td>31 kg</td></tr></table></td></tr>
<tr><td><a href="https://youtu.be/xyz?utm_source=bees.beehiiv.com&amp;utm_medium=newsletter&amp;utm_campaign=bees-in-march&amp;_bhlid=1"><img src="https://i.ytimg.com/vi/xyz/hq.jpg"><img src="https://media.beehiiv.com/youtube_play_icon.png"><p>The dance</p></a></td></tr>
<tr><td align="center" style="background-color:#FFAA00"><a href="https://bees.example/shop?utm_medium=newsletter&amp;utm_source=b" style="color:#FFFFFF;font-size:18px;padding:0px 14px;text-decoration:none;">Buy honey</a></td></tr>
<tr><td><div class="generic-embed--root"><a href="https://wax.example/a"><div class="generic-embed--image"><img src="https://wax.example/a.png"></div><div class="generic-embed--title"><p>On wax</p></div><div class="generic-embed--description"><p>All of it.</p></div></a></div></td></tr>
<tr><td><div style="border-top: 1px solid #ccc"></div></td></tr>
<tr><td><p>See <a href="https://bees.beehiiv.com/p/winter">the winter letter</a>.</p></td></tr>
<tr><td><div><p>{{rp_personalized_text}}</p><p>Share and win <a href="{{rp_refer_url}}">here</a></p></div></td></tr>
</table></td></tr></table>
<table><tr><td class="b"><p>1 Hive Road. <a href="{{unsubscribe_url}}">Unsubscribe</a></p></td></tr></table>
<div data-open-tracking="true">{{OPEN_TRACKING_PIXEL}}</div></body></html>`;

/** Posts as beehiiv exports them. */
export function beehiivExport(): string {
  const post = (id: string, more: Readonly<Record<string, string>>) => ({
    id,
    web_title: "",
    status: "confirmed",
    audience: "free",
    content_tags: "",
    url: "",
    web_subtitle: "",
    email_subject_line: "",
    email_preview_text: "",
    content_html: "",
    thumbnail_url: "",
    created_at: "2025-03-02 14:00:00",
    ...more,
  });
  return csv([
    post("p1", {
      web_title: "Bees in March",
      url: "https://bees.beehiiv.com/p/bees-in-march",
      content_html: EMAIL,
      content_tags: "Bees; Spring",
      email_subject_line: "{{first_name}}, they woke",
      email_preview_text: "The hive in March",
      thumbnail_url: "uploads/asset/file/1/hive.png",
    }),
    post("p2", {
      web_title: "Winter",
      url: "https://bees.beehiiv.com/p/winter",
      content_html: "<div id='content-blocks'><p>Cold.</p></div>",
      audience: "premium",
      created_at: "2025-01-02 14:00:00",
    }),
    post("p3", { web_title: "Not yet", status: "draft", content_html: "<p>x</p>" }),
  ]);
}
