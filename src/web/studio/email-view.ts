/** How an email is looked at. Nothing of it changes what is mailed. */
export interface EmailView {
  /** False as in a program that loads pictures on request. */
  readonly images: boolean;
  /** False as in a program that drops `<style>`. */
  readonly styles: boolean;
}

/** A picture that was not loaded: a program shows its alternative text. */
const NO_PICTURE = "data:,";

/** The HTML of a message as a view shows it. `url` is the newsletter's address, whose pictures are served from here. */
export function viewOf(html: string, url: string, { images, styles }: EmailView): string {
  // Only this view loads its pictures from here; the email itself keeps its addresses.
  const local = html.replaceAll(`${url}/a/`, "/a/");
  const bare = styles ? local : local.replaceAll(/<style\b[^>]*>[^]*?<\/style>/gi, "");
  return images ? bare : bare.replaceAll(/(<img\b[^>]*?\ssrc=)"[^"]*"/gi, `$1"${NO_PICTURE}"`);
}
