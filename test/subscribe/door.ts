import type { Switches } from "#src/sandbox/faults/switches.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { createHandler } from "#src/subscribe/create-handler.ts";
import type { SubscribeOptions } from "#src/subscribe/options.ts";
import type { SubscribeConfig } from "#src/subscribe/settings.ts";

export const URL_OF_FORM = "https://news.example.org/subscribe";

const CONFIG = {
  name: "Field <Notes> & Co",
  tagline: "Notes from the field.",
  url: "https://news.example.org",
  from: "Field Notes <notes@example.org>",
  postal_address: "1 Main Street, Springfield",
  languages: ["es"],
  lists: { weekly: { title: "The Weekly", segment: "Weekly", topic: "Weekly" } },
} satisfies SubscribeConfig;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly page: string;
}

/** The handler before a sandbox of Resend, with a clock of its own: nobody waits. */
export interface Door extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** What a host calls. */
  readonly handle: (request: Request) => Promise<Response>;
  readonly errors: string[];
  readonly clock: { advance(ms: number): void };
  readonly get: (url: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly head: (url: string) => Promise<Answer>;
  /** As a page of the handler's own posts a form. */
  readonly post: (
    url: string,
    fields: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** Fill in the form as a person does, and return the link of the mail. */
  readonly ask: (email: string, more?: Readonly<Record<string, string>>) => Promise<string>;
  /** Links of the latest mail to an address. */
  readonly links: (email: string) => { readonly confirm: string; readonly never: string };
  readonly mails: (email: string) => number;
  /** The segments a contact is in, by name, and whether mail about the topic goes to it. */
  readonly contact: (email: string) => { segments: string[]; gets: string[]; unsubscribed: boolean } | null;
}

const SECRET = "a secret of these tests that is long enough";

export async function openDoor(
  given: {
    readonly config?: Partial<SubscribeConfig>;
    readonly options?: SubscribeOptions;
    readonly switches?: Partial<Switches>;
    readonly env?: Readonly<Record<string, string>>;
    /** How long an answer of Resend's may take, instead of seconds. */
    readonly timeoutMs?: number;
    /** For many visitors at once, whose waits would otherwise add up on the one clock. */
    readonly clockStands?: boolean;
    /** Nobody takes the errors, so they go to the console. */
    readonly logsToConsole?: boolean;
  } = {},
): Promise<Door> {
  const sandbox = await startSandbox({ switches: { rate_limit: 100_000, ...given.switches } });
  const config: SubscribeConfig = { ...CONFIG, ...given.config };
  for (const { segment = "", topic = "" } of Object.values(config.lists)) {
    sandbox.audience.addSegment(segment);
    sandbox.audience.addTopic({ name: topic });
  }
  let ahead = Date.UTC(2026, 10, 30, 9) - Date.now();
  const errors: string[] = [];
  const handle = createHandler(
    config,
    {
      ...(given.logsToConsole === true ? {} : { onError: ({ message }: Error) => void errors.push(message) }),
      ...given.options,
    },
    {
      now: () => Date.now() + ahead,
      sleep: (ms) => {
        if (given.clockStands !== true) ahead += ms;
        return Promise.resolve();
      },
      timeout: (ms) => AbortSignal.timeout(given.timeoutMs ?? ms),
    },
  );
  const env = {
    RESEND_API_KEY: sandbox.apiKey,
    RESEND_BASE_URL: sandbox.url,
    LETTERPRESS_SECRET: SECRET,
    ...given.env,
  };
  const send = async (request: Request): Promise<Answer> => {
    const response = await handle(request, { env });
    return { status: response.status, headers: response.headers, page: await response.text() };
  };
  const door: Omit<Door, typeof Symbol.asyncDispose> = {
    sandbox,
    handle: (request) => handle(request, { env }),
    errors,
    clock: {
      advance: (ms) => {
        ahead += ms;
      },
    },
    get: (url, headers = {}) => send(new Request(url, { headers })),
    head: (url) => send(new Request(url, { method: "HEAD" })),
    post: (url, fields, headers = { origin: new URL(url).origin }) =>
      send(
        new Request(url, {
          method: "POST",
          headers,
          body: new URLSearchParams(
            [...(Symbol.iterator in fields ? fields : Object.entries(fields))].map(
              ([name, value]): [string, string] => [name, value],
            ),
          ),
        }),
      ),
    ask: async (email, more = {}) => {
      const { page } = await door.get(URL_OF_FORM);
      ahead += 5_000;
      await door.post(URL_OF_FORM, { email, list: "weekly", token: fieldOf(page, "token"), ...more });
      return door.links(email).confirm;
    },
    links: (email) => {
      const [mail] = sandbox.inbox.byAddress(email);
      const text = mail === undefined ? "" : (sandbox.inbox.get(mail.id)?.text ?? "");
      const link = (purpose: string) =>
        new RegExp(`https?://[^\\s]+/${purpose}/v1\\.[\\w.-]+`).exec(text)?.[0] ?? "";
      return { confirm: link("c"), never: link("n") };
    },
    mails: (email) => sandbox.inbox.countsByAddress().get(email.toLowerCase()) ?? 0,
    contact: (email) => {
      const { audience } = sandbox;
      const { contacts, segments, topics } = audience;
      const contact = contacts.find(email);
      if (contact === undefined) return null;
      return {
        segments: [...contact.segments.keys()].map((id) => segments.get(id)?.name ?? id).toSorted(),
        gets: [...topics.list()]
          .filter(({ id }) => audience.wants(contact, id))
          .map(({ name }) => name)
          .toSorted(),
        unsubscribed: contact.unsubscribed,
      };
    },
  };
  return { ...door, [Symbol.asyncDispose]: () => sandbox.close() };
}

/** The value of a hidden field on a page. */
export function fieldOf(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";
}
