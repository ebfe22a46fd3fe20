const MOST_BYTES = 8 * 1024;

/** Reads a posted form. "too large" for one with too many bytes; null for anything that is not a form. */
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

/** Reads the body; null as soon as it is larger than `most`. The length in the headers is only the sender's claim. */
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
