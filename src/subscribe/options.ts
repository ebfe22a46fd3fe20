export interface SubscribeOptions {
  /** Where the handler answers. Links in mails lead there. Default: the newsletter's `url` with `/subscribe` behind it. */
  readonly url?: string;
  /** Sites whose own forms may post here, such as `https://example.org`, besides the handler's and the newsletter's. `*`: any. */
  readonly origins?: readonly string[];
  /** A CAPTCHA. */
  readonly challenge?: Challenge;
  /** Hears what went wrong, without addresses. Default: `console.error`. */
  readonly onError?: (error: Error) => void;
}

/** A CAPTCHA in the form, such as Cloudflare's Turnstile. */
export interface Challenge {
  /** HTML inside the form: the widget and its script. It is not escaped. */
  readonly html: string;
  /** Hosts its script and its frame come from, such as `https://challenges.cloudflare.com`. */
  readonly sources: readonly string[];
  /** Whether the visitor passed. `false`, or an error, shows the form again. */
  readonly verify: (
    form: FormData,
    context: { readonly request: Request; readonly env: Readonly<Record<string, unknown>> },
  ) => boolean | Promise<boolean>;
}
