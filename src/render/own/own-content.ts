/** What an author wrote in a block of the newsletter's own: HTML and text of its label and of its content. */
export interface OwnContent {
  readonly label: { readonly html: string; readonly text: string };
  readonly content: { readonly html: string; readonly text: string };
}
