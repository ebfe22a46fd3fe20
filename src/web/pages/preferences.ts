import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { savePreferences } from "#src/audience/subscribe/save-preferences.ts";
import { attributesOf } from "#src/model/newsletter.ts";
import { readToken } from "#src/model/token.ts";
import { dateInWords, wallClockAt } from "#src/model/wall-clock.ts";
import { listBoxes } from "#src/pages/list-choice.ts";
import { unsubscribe } from "#src/store/readers/memberships.ts";
import { membershipsOf, subscriberByPublicId } from "#src/store/readers/subscribers.ts";
import { type PauseDays, fill } from "#src/model/words/words.ts";
import { changePages } from "./change-address.ts";
import type { Html, PublicPages } from "./public-page.ts";
import { readPreferences } from "./read-preferences.ts";
import { tokenHeaders } from "./token-headers.ts";
import { undelivered } from "./undelivered.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

const ZONES = Intl.supportedValuesOf("timeZone");

/**
 * `/p/<token>`: a reader's lists, name, zone, language, pauses and address. GET and HEAD change nothing, and neither does a POST that is
 * none of the page's forms. An unknown or erased reader sees the page of a reader who has chosen nothing.
 */
export function addPreferences(app: Hono, deps: WebDeps, pages: PublicPages): void {
  const { ledger, newsletter, tokenKeys } = deps;
  const lists = Object.entries(newsletter.lists);
  const names = { newsletter: newsletter.name };
  const changes = changePages(deps, pages);
  const languages =
    attributesOf(newsletter)["language"]?.type === "string"
      ? [...new Set([newsletter.lang, ...newsletter.languages])]
      : [];

  app.get("/p/:token", tokenHeaders, async (context) => {
    const ids = readToken("preferences", context.req.param("token"), tokenKeys);
    // Substack and beehiiv had their posts at /p/<slug>: it may be an issue's alias.
    if (ids === null) return context.notFound();
    return showForm(context, ids.subscriber);
  });

  app.post("/p/:token", tokenHeaders, async (context) => {
    const token = context.req.param("token");
    const ids = readToken("preferences", token, tokenKeys);
    if (ids === null) return pages.notice(context, 404, "notFound");
    const posted = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, unknown>);
    if (posted["form"] === "address") {
      const { email } = posted;
      const answer = await changes.take(context, ids.subscriber, typeof email === "string" ? email : "");
      return answer ?? showForm(context, ids.subscriber, "wrong address");
    }
    const wish = readPreferences(posted, {
      lists: Object.keys(newsletter.lists),
      languages,
      now: ledger.clock.now(),
    });
    // An empty POST by a scanner would otherwise read as "none of the lists".
    if (wish === "not ours") return pages.notice(context, 400, "notAllowed");
    if (wish === "wrong name") return showForm(context, ids.subscriber, wish);
    if (wish === "leave all") {
      await unsubscribe(ledger, ids.subscriber, "all", { source: "preferences page" });
    } else {
      await savePreferences(ledger, ids.subscriber, wish);
    }
    return showSaved(context, token, ids.subscriber);
  });

  async function showSaved(context: Context, token: string, publicId: string): Promise<Response> {
    const words = pages.words(context).saved;
    const active = await activeLists(publicId);
    const titles = lists.flatMap(([list, { title }]) => (active.has(list) ? [title] : []));
    const pausedUntil = await pauseOf(publicId);
    const paused =
      pausedUntil === null || titles.length === 0
        ? ""
        : html`<p>${fill(words.paused, { date: dateOf(context, pausedUntil) })}</p>`;
    return pages.page(context, 200, {
      title: words.title,
      body: html`${
          titles.length === 0
            ? html`<p>${fill(words.nothing, names)}</p>`
            : html`${await undelivered(context, publicId, deps, pages)}
                <p>${words.explanation}</p>
                <ul>
                  ${titles.map((title) => html`<li>${title}</li> `)}
                </ul>`
        }${paused}
        <p><a href="/p/${token}">${words.back}</a></p>`,
    });
  }

  async function showForm(
    context: Context,
    publicId: string,
    fault?: "wrong name" | "wrong address",
  ): Promise<Response> {
    const all = pages.words(context);
    const words = all.preferences;
    const person = await subscriberByPublicId(ledger.db, publicId);
    const attributes = JSON.parse(person?.attributes ?? "{}") as Record<string, unknown>;
    const active = await activeLists(publicId);
    const nameField = (name: "first_name" | "last_name", label: string, autocomplete: string) =>
      html`<p>
        <label class="label" for="${name}">${label}</label>
        <input
          class="field"
          id="${name}"
          name="${name}"
          autocomplete="${autocomplete}"
          maxlength="60"
          value="${typeof attributes[name] === "string" ? attributes[name] : ""}"
        />
      </p>`;
    return pages.page(context, fault === undefined ? 200 : 400, {
      title: words.title,
      body: html`${await undelivered(context, publicId, deps, pages)}
        <p>${words.explanation}</p>
        ${fault === "wrong name" ? html`<p class="notice" role="alert">${all.subscribe.wrongName}</p>` : ""}
        <form method="post">
          <input type="hidden" name="form" value="preferences" />
          <fieldset>
            <legend>${words.legend}</legend>
            ${listBoxes(newsletter.lists, [...active])}
          </fieldset>
          <fieldset>
            <legend>${words.about}</legend>
            <div class="pair">
              ${nameField("first_name", words.firstName, "given-name")}
              ${nameField("last_name", words.lastName, "family-name")}
            </div>
            ${select("zone", words.zone, zoneOptions(context, person?.timezone ?? null))}
            ${languages.length < 2 ? "" : select("language", words.language, languageOptions(attributes["language"]))}
          </fieldset>
          ${select("pause", words.pause, pauseOptions(context, await pauseOf(publicId)))}
          <button type="submit">${words.button}</button>
        </form>
        <hr />
        ${changes.form(context, fault === "wrong address")}
        <hr />
        <form method="post">
          <p id="all">${fill(words.allExplanation, names)}</p>
          <input type="hidden" name="form" value="preferences" />
          <button type="submit" class="quiet" name="scope" value="all" aria-describedby="all">
            ${words.allButton}
          </button>
        </form>`,
    });
  }

  function zoneOptions(context: Context, zone: string | null): Option[] {
    const { zoneUnset } = pages.words(context).preferences;
    const known = zone === null || ZONES.includes(zone) ? ZONES : [zone, ...ZONES];
    return [
      { value: "", label: fill(zoneUnset, { zone: newsletter.timezone }), chosen: zone === null },
      ...known.map((value) => ({ value, label: value.replaceAll("_", " "), chosen: value === zone })),
    ];
  }

  function languageOptions(language: unknown): Option[] {
    const current = languages.find((one) => one === language) ?? newsletter.lang;
    return languages.map((value) => ({ value, label: ownName(value), chosen: value === current }));
  }

  function pauseOptions(context: Context, pausedUntil: number | null): Option[] {
    const words = pages.words(context).preferences;
    const lengths = (Object.entries(words.pauseDays) as [PauseDays, string][]).map(([value, label]) => ({
      value,
      label,
      chosen: false,
    }));
    if (pausedUntil === null) return [{ value: "", label: words.pauseNone, chosen: true }, ...lengths];
    const label = fill(words.pauseKeep, { date: dateOf(context, pausedUntil) });
    return [
      { value: "", label, chosen: true },
      { value: "0", label: words.pauseEnd, chosen: false },
      ...lengths,
    ];
  }

  async function activeLists(publicId: string): Promise<Set<string>> {
    const person = await subscriberByPublicId(ledger.db, publicId);
    const memberships = person === undefined ? [] : await membershipsOf(ledger.db, person.id);
    return new Set(memberships.flatMap(({ list, state }) => (state === "active" ? [list] : [])));
  }

  /** When the pause ends; null if there is none or it is over. */
  async function pauseOf(publicId: string): Promise<number | null> {
    const until = (await subscriberByPublicId(ledger.db, publicId))?.paused_until ?? null;
    return until === null || until <= ledger.clock.now() ? null : until;
  }

  function dateOf(context: Context, at: number): string {
    return dateInWords(wallClockAt(at, newsletter.timezone).date, pages.language(context));
  }
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly chosen: boolean;
}

function select(name: string, label: string, options: readonly Option[]): Html {
  return html`<p>
    <label class="label" for="${name}">${label}</label>
    <select class="field" id="${name}" name="${name}">
      ${options.map(
        ({ value, label: words, chosen }) =>
          html`<option value="${value}" ${chosen ? "selected" : ""}>${words}</option> `,
      )}
    </select>
  </p>`;
}

/** "Español" for "es": readers look for their language by its own name. */
function ownName(lang: string): string {
  const name = new Intl.DisplayNames([lang], { type: "language" }).of(lang) ?? lang;
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1);
}
