export interface SubscribeOptions {
  /**
   * The address at which the handler answers and to which links in mails lead. Default: the newsletter's `url` followed
   * by `/subscribe`.
   */
  readonly url?: string;
  /** Sites besides the handler's and the newsletter's whose forms may post here, such as `https://example.org`. `*`: any site. */
  readonly origins?: readonly string[];
  /** A CAPTCHA. */
  readonly challenge?: Challenge;
  /** Gets every error, without addresses. Default: `console.error`. */
  readonly onError?: (error: Error) => void;
}

/** A CAPTCHA in the form, such as Cloudflare's Turnstile. */
export interface Challenge {
  /** HTML inside the form: the widget and its script. It is not escaped. */
  readonly html: string;
  /** Hosts from which its script and its frame come, such as `https://challenges.cloudflare.com`. */
  readonly sources: readonly string[];
  /** Whether the visitor passed. `false`, or an error, shows the form again. */
  readonly verify: (
    form: FormData,
    context: { readonly request: Request; readonly env: Readonly<Record<string, unknown>> },
  ) => boolean | Promise<boolean>;
}
