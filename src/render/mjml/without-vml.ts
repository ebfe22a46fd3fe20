/** Removes the namespace of VML, which draws backgrounds in Outlook for Windows, if nothing is in that namespace. */
export function withoutVml(html: string): string {
  return html.includes("<v:") ? html : html.replace(/ xmlns:v="[^"]*"/, "");
}
