/** Without the namespace of VML, which draws backgrounds in Outlook for Windows, where nothing is in it. */
export function withoutVml(html: string): string {
  return html.includes("<v:") ? html : html.replace(/ xmlns:v="[^"]*"/, "");
}
