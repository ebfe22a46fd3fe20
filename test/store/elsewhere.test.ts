import { expect, test } from "vitest";
import {
  aliasTarget,
  dropElsewhere,
  elsewherePages,
  onlineIssue,
  saveIssuePage,
  slugsWithSends,
} from "#src/store/issues/issue-pages.ts";
import { publicIssues } from "#src/store/issues/public-issues.ts";
import { seeIssue } from "#src/store/issues/issues.ts";
import { testArticle } from "../helpers/test-article.ts";
import { NOW, seedSend } from "../track/seed.ts";
import { DIALECTS, tempLedger } from "../helpers/temp-ledger.ts";

const CARD = {
  title: 'Old, "elsewhere":{"at":1',
  description: "",
  lang: "en",
  dir: "ltr",
  section: null,
  date: null,
  canonicalUrl: null,
  image: null,
  imageAlt: null,
} as const;

test.each(DIALECTS)(
  "a post of another system stands among what was sent, until it has a send (%s)",
  async (dialect) => {
    const ledger = await tempLedger({ dialect });
    const { db } = ledger;
    await seedSend(ledger, { slug: "sent", count: 1, startedAt: NOW, providerIds: false });
    const { id } = await seeIssue(db, { slug: "old", path: "issues/old.md", fileSendAt: null }, NOW);
    const { id: plain } = await seeIssue(
      db,
      { slug: "plain", path: "issues/plain.md", fileSendAt: null },
      NOW,
    );
    const page = { text_sha: "inputs", archive: "public" } as const;
    const elsewhere = { at: NOW - 1, feedId: "old", digest: "d", correctedAt: null };
    await saveIssuePage(
      db,
      { ...page, issue_id: id },
      { card: CARD, article: testArticle(), aliases: ["hello"], elsewhere },
    );
    await saveIssuePage(
      db,
      { ...page, issue_id: plain },
      { card: CARD, article: testArticle(), aliases: [] },
    );

    const slugs = async (skip: number, limit: number) =>
      (await publicIssues(db, { skip, limit })).map(({ slug }) => slug);
    expect(await slugs(0, 5)).toEqual(["sent", "old"]);
    expect(await slugs(1, 1)).toEqual(["old"]);
    expect(await onlineIssue(db, "old")).toMatchObject({
      startedAt: NOW - 1,
      emailDigest: "d",
      feedId: "old",
    });
    expect((await aliasTarget(db, "hello"))?.slug).toBe("old");
    expect(await elsewherePages(db)).toEqual(new Map([["old", { issueId: id, inputs: "inputs" }]]));
    expect(await slugsWithSends(db)).toEqual(new Set(["sent"]));
    await dropElsewhere(db, id);
    expect(await onlineIssue(db, "old")).toBe(undefined);
    expect(await slugs(0, 5)).toEqual(["sent"]);
  },
);
