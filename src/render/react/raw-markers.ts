/** The element `<Raw>` renders to; `finish` removes it and keeps its content. */
export const RAW_TAG = "letterpress-raw";

/** Remove the marks React and `<Raw>` leave in the markup. */
export function withoutMarkers(html: string): string {
  return html
    .replace(/<!--(?:\/?\$|\/?html|\/?head|\/?body| )-->/g, "")
    .replaceAll(`<${RAW_TAG}>`, "")
    .replaceAll(`</${RAW_TAG}>`, "");
}
