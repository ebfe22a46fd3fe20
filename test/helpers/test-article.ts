import type { Article } from "#src/model/pages/article.ts";

/** An article of one sentence. */
export function testArticle(changes: Partial<Article> = {}): Article {
  return {
    subtitle: null,
    number: null,
    series: null,
    byline: "1 min read",
    tags: [],
    section: null,
    list: null,
    html: "<p>Words of an issue.</p>",
    bare: "<p>Words of an issue.</p>",
    words: "words of an issue",
    isBody: true,
    ...changes,
  };
}
