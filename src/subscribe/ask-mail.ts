import { html, raw } from "hono/html";
import { directionOf } from "#src/model/words/direction-of.ts";
import { joinWordsIn } from "#src/model/words/join-catalogue.ts";
import { withoutVoices } from "#src/model/words/voice.ts";
import { fill } from "#src/model/words/words.ts";
import { buttonTable } from "#src/render/blocks/button-table.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { BODY, sans, serif, sides, TEXT_WIDTH } from "#src/render/blocks/styles.ts";
import { headCss, headMeta, OUTLOOK_SETTINGS, VIEWPORT } from "#src/render/head-css.ts";
import { resolveTheme } from "#src/render/resolve-theme.ts";
import { sayInHtml } from "#src/render/say-in-html.ts";
import type { SubscribeNewsletter } from "./settings.ts";

interface Asked {
  readonly lang: string;
  /** Titles of the lists. */
  readonly lists: readonly string[];
  readonly links: { readonly confirm: string; readonly never: string };
}

/**
 * Composes the mail that asks for a confirmation. It contains nothing that a visitor typed: otherwise the form would
 * send a stranger's words to anybody. The same request gives the same bytes.
 */
export async function askMail(
  newsletter: SubscribeNewsletter,
  { lang, lists, links }: Asked,
): Promise<{ readonly subject: string; readonly html: string; readonly text: string }> {
  const { mails, email } = joinWordsIn(newsletter, lang);
  const dir = directionOf(lang);
  const { title, subject, asked, button, until, disregard, never } = mails.confirm;
  const name = { name: newsletter.name };
  const heading = fill(subject, name);
  const reason = fill(email.reasonOnce, { list: lists.join(", "), ...name });
  const theme = resolveTheme(newsletter, {});
  const { accent, ink, muted, paper, rule } = theme.light;
  const paragraph = (content: string) =>
    html`<p class="lp-ink" style="margin:0 0 20px;${serif(theme, BODY)}">${content}</p>`;
  const small = sans(theme, 13, 1.5, 400, muted);

  const document = html`<!doctype html>
    <html lang="${lang}" dir="${dir}">
      <head>
        <meta charset="utf-8" />
        ${[VIEWPORT, ...headMeta()].map(([key, content]) => html`<meta name="${key}" content="${content}" />`)}
        <title>${heading}</title>
        ${raw(`<style>${headCss({ theme, issue: { dir } })}</style>${OUTLOOK_SETTINGS}`)}
      </head>
      <body class="lp-paper" style="margin:0;padding:0;background-color:${paper}">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
          <tbody>
            <tr>
              <td class="lp-paper" align="center" style="background-color:${paper}">
                <table
                  role="presentation"
                  width="100%"
                  cellpadding="0"
                  cellspacing="0"
                  border="0"
                  style="max-width:${TEXT_WIDTH + 48}px"
                >
                  <tbody>
                    <tr>
                      <td class="lp-pad" align="${sides(dir).start}" style="padding:32px 24px 40px">
                        <p
                          class="lp-ink lp-rule"
                          style="margin:0 0 32px;padding:0 0 16px;border-bottom:1px solid ${rule};${sans(theme, 14, 1.4, 600, ink)}"
                        >
                          ${newsletter.name}
                        </p>
                        <h1 class="lp-title lp-ink" style="margin:0 0 16px;${sans(theme, 32, 1.2, 700, ink)}">
                          ${title}
                        </h1>
                        ${paragraph(asked)}
                        ${raw(buttonTable(theme, { url: links.confirm, label: escapeHtml(button), gap: 20 }))}
                        ${paragraph(`${until} ${disregard}`)}
                        <p
                          class="lp-muted lp-rule"
                          style="margin:40px 0 0;padding:16px 0 0;border-top:1px solid ${rule};${small}"
                        >
                          ${reason}<br />
                          <a class="lp-accent" href="${links.never}" style="color:${accent}">${never}</a>
                        </p>
                        <p class="lp-muted" style="margin:12px 0 0;${small}">
                          <bdi>${newsletter.postal_address}</bdi>
                        </p>
                      </td>
                    </tr>
                  </tbody>
                </table>
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html> `;
  const text = [
    title,
    asked,
    `${button}:\n${links.confirm}`,
    `${until} ${disregard}`,
    "-- ",
    `${reason}\n${never}: ${links.never}`,
    newsletter.postal_address,
  ];
  return {
    subject: withoutVoices(heading),
    html: sayInHtml(String(await document)),
    text: withoutVoices(`${text.join("\n\n")}\n`),
  };
}
