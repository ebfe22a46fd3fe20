/** What happened, by a stable name; never an address, never a secret. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void;
