/** What a block of the newsletter's own is given of what its author wrote: HTML and text of its label and of its content. */
export interface OwnContent {
  readonly label: { readonly html: string; readonly text: string };
  readonly content: { readonly html: string; readonly text: string };
}
