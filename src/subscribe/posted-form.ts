const MOST_BYTES = 8 * 1024;

/** A posted form; "too large", or null for anything that is not one. */
export async function readPostedForm(request: Request): Promise<FormData | "too large" | null> {
  if (Number(request.headers.get("content-length") ?? "0") > MOST_BYTES) return "too large";
  const type = request.headers.get("content-type") ?? "";
  try {
    const bytes = await readAtMost(request, MOST_BYTES);
    if (bytes === null) return "too large";
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    return null;
  }
}

/** The body; null as soon as it is larger. A length in the headers is only what the sender says. */
async function readAtMost({ body }: Request, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: number[] = [];
  const reader = body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) return Uint8Array.from(parts);
    if (parts.length + part.value.length > most) {
      await reader?.cancel();
      return null;
    }
    parts.push(...(part.value as Uint8Array));
  }
}
