import type { Browser, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";

/** A page of the studio that fails the test on any error in its console. */
export async function openStudio(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    // What is half way to its place or colour has neither.
    reducedMotion: "reduce",
  });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (said) => {
    if (said.type() === "error") errors.push(said.text());
  });
  onTestFinished(async () => {
    await page.close();
    expect(errors).toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** Put readers into the ledger that the studio has open, as its own page does, and say how many there are. */
export async function importReaders(url: string, csv: string): Promise<number> {
  const ask = async (confirmed: string) => {
    const form = new FormData();
    form.set("file", new File([csv], "readers.csv", { type: "text/csv" }));
    form.set("list", "weekly");
    form.set("consent", "mine");
    form.set("confirmed", confirmed);
    const response = await fetch(`${url}/api/audience/import`, { method: "POST", body: form });
    return (await response.json()) as { hash: string };
  };
  const { hash } = await ask("");
  await ask(hash);
  const audience = await fetch(`${url}/api/audience`);
  return ((await audience.json()) as { people: number }).people;
}
