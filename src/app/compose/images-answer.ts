/** Asks for each image once. Returns null if all answer with an image, else a sentence about the first failure. */
export async function imagesAnswer(urls: readonly string[]): Promise<string | null> {
  const answers = await Promise.all(urls.map(async (url) => ({ url, problem: await problemOf(url) })));
  const failed = answers.find(({ problem }) => problem !== null);
  return failed === undefined ? null : `The image ${failed.url} does not answer: ${failed.problem}.`;
}

async function problemOf(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(10_000) });
    const type = response.headers.get("content-type") ?? "nothing";
    if (!response.ok) return `status ${response.status}`;
    return type.startsWith("image/") ? null : `it is ${type}, not an image`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
