interface Place {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * Opens a file of the project in the author's editor, at a place. If the program starts no editor, the browser asks the system for one that
 * knows `vscode:` addresses. `root` is the project's folder.
 */
export async function openPlace(root: string, { file, line, column }: Place): Promise<void> {
  const place = { file, line: line ?? 1, column: column ?? 1 };
  const response = await fetch("/api/editor", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(place),
  }).catch(() => null);
  const said =
    response?.ok === true ? ((await response.json()) as { readonly trouble: string | null }) : null;
  if (said?.trouble === null) return;
  const path = `${root}/${file}`.split("/").map(encodeURIComponent).join("/");
  location.assign(`vscode://file/${path.replace(/^\/+/, "")}:${place.line}:${place.column}`);
}
