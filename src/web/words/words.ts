/** What the public pages say, in one language. `{list}` and `{newsletter}` are places for names. */
export interface Words {
  readonly unsubscribe: {
    readonly title: string;
    readonly question: string;
    readonly explanation: string;
    readonly button: string;
    readonly allExplanation: string;
    readonly allButton: string;
  };
  readonly unsubscribed: {
    readonly title: string;
    readonly one: string;
    readonly all: string;
    readonly preferences: string;
  };
  readonly preferences: {
    readonly title: string;
    readonly explanation: string;
    readonly legend: string;
    readonly button: string;
  };
  readonly saved: {
    readonly title: string;
    readonly explanation: string;
    readonly nothing: string;
    readonly back: string;
  };
  readonly subscribe: {
    readonly title: string;
    readonly explanation: string;
    readonly button: string;
    /** Of the mail a reader writes. */
    readonly subject: string;
  };
  readonly ownLink: Notice;
  readonly notFound: Notice;
  readonly notAllowed: Notice;
  readonly tooLarge: Notice;
  readonly broken: Notice;
}

export interface Notice {
  readonly title: string;
  readonly explanation: string;
}

/** `text` with its `{places}` filled. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
