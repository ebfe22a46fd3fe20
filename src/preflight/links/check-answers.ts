import type { LinkAnswer } from "#src/model/facts.ts";
import type { WorldLetter, WorldRule } from "#src/preflight/letter.ts";
import { isPast } from "./is-past.ts";
import { type OutsideLink, outsideLinks, secureTwin } from "./outside-links.ts";
import { replaceUrl } from "./replace-url.ts";
import { bareHost } from "./same-site.ts";
import { isShortener } from "./shorteners.ts";
import { shownUrl } from "./shown-url.ts";

/** Reports what other people's servers answer about the issue's links, and about its pictures on those servers. */
export const checkAnswers: WorldRule = (letter, report) => {
  const { issue, facts } = letter;
  // If no server was asked at all, the command says so once, and not for each issue.
  if (facts.links.kind === "unavailable") return;
  const outside = outsideLinks(issue, facts.newsletter);
  const answers = facts.links.value;
  const open = new Map<string, string>();
  for (const link of outside) {
    const answer = answers[link.asked];
    if (answer === undefined || answer.kind === "unknown") {
      const reason = answer?.reason ?? "it was not asked";
      open.set(link.asked, `${new URL(link.asked).host} (${reason})`);
      continue;
    }
    reportAnswer(link, answer, letter, report);
  }
  if (open.size === 0 || wasToBeSent(letter)) return;
  const all = new Set(outside.map(({ asked }) => asked)).size;
  const [first, second, third, ...more] = open.values();
  const named = [first, second, third].filter((one) => one !== undefined).join(", ");
  const rest = more.length === 0 ? "" : ` and ${more.length} more`;
  const message = `${open.size} of ${all} links could not be checked: ${named}${rest}.`;
  report.info("link/not-checked", null, message, { hint: "`letterpress check` asks them again." });
};

function reportAnswer(
  { url, asked, place, isPicture }: OutsideLink,
  answer: Exclude<LinkAnswer, { readonly kind: "unknown" }>,
  letter: WorldLetter,
  report: Parameters<WorldRule>[1],
): void {
  const shown = shownUrl(url);
  if (answer.kind === "broken") {
    const what = isPicture ? "The picture" : "The link to";
    report.warning("link/broken", place, `${what} ${shown} does not work: ${answer.reason}.`, {
      hint: "Open it in a browser, and write the address that works.",
    });
    return;
  }
  if (answer.kind === "login") {
    report.warning("link/needs-login", place, `${shown} asks visitors to sign in: ${answer.reason}.`, {
      hint: "Share it with everybody who has the link, and try it in a private window.",
    });
    return;
  }
  const { moved, home, type } = answer;
  if (isPicture) {
    if (type === "" || type.startsWith("image/")) return;
    report.warning("image/not-a-picture", place, `${shown} is ${type}, so readers see no picture.`, {
      hint: "Save the picture beside the file, or write the address of the picture itself.",
    });
    return;
  }
  if (home) {
    const message = `${shown} leads to the first page of its site: the page is probably gone.`;
    report.warning("link/home-instead", place, message, {
      hint: "Look for the page on the site, and write its address.",
    });
    return;
  }
  const target = moved === null ? null : withFragment(moved, url);
  if (target !== null && isElsewhere(asked, target) && !isShortener(new URL(asked).hostname)) {
    report.info("link/redirects", place, `${shown} has moved permanently to ${shownUrl(target)}.`, {
      hint: "Write the new address.",
      fix: replaceUrl(letter, place, url, target),
    });
    return;
  }
  const twin = secureTwin(asked);
  const { links } = letter.facts;
  const secure = twin === null || links.kind === "unavailable" ? undefined : links.value[twin];
  if (secure?.kind === "ok" && !secure.home) {
    report.info("link/https-works", place, `${shown} answers under https, too.`, {
      hint: "Write https:.",
      fix: replaceUrl(letter, place, url, url.replace(/^http:/i, "https:")),
    });
  }
}

/** Whether the target is another page, and not the same one with a slash, in small letters, under www. or under https. */
function isElsewhere(asked: string, target: string): boolean {
  const plain = (text: string) => {
    const { hostname, pathname, search } = new URL(text);
    return `${bareHost(hostname)}${pathname.replace(/\/$/, "").toLowerCase()}${search}`;
  };
  return plain(asked) !== plain(target);
}

function withFragment(target: string, url: string): string {
  const [, fragment = ""] = /(#.*)$/.exec(url) ?? [];
  return target.includes("#") ? target : target + fragment;
}

/** Whether the issue's day is past: what cannot be known about its links is then of no use to anybody. */
function wasToBeSent({ issue, facts }: WorldLetter): boolean {
  return facts.now.kind === "known" && isPast(issue, facts.now.value);
}
