/** An image as it is served at `<url>/a/<key>.<ext>`, permanently. */
export interface Asset {
  /** First 32 hex digits of SHA-256 over the source's bytes and the recipe, never over the output. */
  readonly key: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}
