import type { Place } from "#src/model/block.ts";
import type { Author, Issue } from "#src/model/issue.ts";
import { defaultList, type Newsletter } from "#src/model/newsletter.ts";
import { splitAuthors } from "./author-keys.ts";
import { didYouMean, nearest } from "./did-you-mean.ts";
import { slugOfTitle } from "./slug-of-title.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import type { ReadFrontMatter } from "./read-front-matter.ts";

const UNKNOWN = { section: "section/unknown", series: "series/unknown", list: "list/unknown" } as const;

type Names = Pick<Issue, "section" | "series" | "authors" | "template" | "list">;

/** Finds front matter's names in newsletter.config.ts and templates/. An unknown name is a finding; all but a template's are left out. */
export function resolveNames(
  { values, at }: ReadFrontMatter,
  newsletter: Newsletter,
  templates: readonly string[],
  report: SourceReporter,
): Names {
  const look = <T>(
    kind: "section" | "series" | "list",
    table: Readonly<Record<string, T>>,
  ): { key: string; found: T } | null => {
    const key = values[kind];
    if (key === undefined) return null;
    const found = Object.hasOwn(table, key) ? table[key] : undefined;
    if (found !== undefined) return { key, found };
    report.error(UNKNOWN[kind], at(kind), `newsletter.config.ts has no ${kind} ${key}.`, {
      hint: didYouMean(key, Object.keys(table)),
    });
    return null;
  };
  const section = look("section", newsletter.sections);
  const series = look("series", newsletter.series);
  const list = look("list", newsletter.lists);
  const template = values.template ?? section?.found.template ?? newsletter.template;
  if (!templates.includes(template)) {
    report.error("template/unknown", at("template"), `There is no template ${template} in templates/.`, {
      hint: didYouMean(template, templates),
    });
  }
  if (values.part !== undefined && values.series === undefined) {
    report.error("series/part-alone", at("part"), "part: needs a series.", {
      hint: "Add series: with the key of the series.",
    });
  }
  return {
    section: section && {
      key: section.key,
      title: section.found.title,
      intro: section.found.intro ?? null,
      slot: section.found.slot ?? null,
    },
    series: series && {
      key: series.key,
      title: series.found.title,
      part: values.part ?? null,
      previous: null,
    },
    authors: authorsOf({ values, at }, newsletter, report),
    template,
    list: list?.key ?? section?.found.list ?? defaultList(newsletter),
  };
}

/** A name that is not a typing mistake needs an entry in the config. The hint gives it word for word. */
function hintFor(written: string, authors: Newsletter["authors"]): string {
  const known = Object.keys(authors);
  if (nearest(written, known) !== null || !/[\s\p{Lu}]/u.test(written)) return didYouMean(written, known);
  const key = slugOfTitle(written).split("-")[0] || "name";
  const add = `Add to newsletter.config.ts: authors: { ${key}: { name: ${JSON.stringify(written)} } }. Then write authors: [${key}].`;
  const { names, isCertain } = splitAuthors(written, authors);
  if (isCertain) return add;
  const items = names.map((name) => JSON.stringify(name)).join(", ");
  return `${add} If these are several people, write one item for each: authors: [${items}].`;
}

function authorsOf(
  { values, at }: Pick<ReadFrontMatter, "values" | "at">,
  newsletter: Newsletter,
  report: SourceReporter,
): readonly Author[] {
  return (values.authors ?? []).flatMap((key, index) => {
    const author = Object.hasOwn(newsletter.authors, key) ? newsletter.authors[key] : undefined;
    if (author !== undefined) {
      const start = at("authors", [index]);
      return [authorOf(key, author, report.placeOf(start, start))];
    }
    report.error("authors/unknown", at("authors", [index]), `newsletter.config.ts has no author ${key}.`, {
      hint: hintFor(key, newsletter.authors),
    });
    return [];
  });
}

function authorOf(key: string, author: Newsletter["authors"][string], place: Place): Author {
  const { name, role = null, bio = null, url = null, image } = author;
  const src = image !== undefined && /^https?:/i.test(image.src) ? image.src : `author:${key}`;
  const picture = image && { src, alt: image.alt ?? "", caption: null, credit: null, place };
  return { key, name, role, bio, image: picture ?? null, url };
}
