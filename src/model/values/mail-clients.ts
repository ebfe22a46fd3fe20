/**
 * Mail programs that preflight knows, by the names of caniemail.com, with the percentage of readers who are taken to use each if the
 * config says nothing: Litmus’s ranking of July 2020, the last before Apple’s mail privacy made every open count for Apple. The parts of
 * Gmail and Outlook are estimates.
 */
export const MAIL_CLIENTS = {
  "apple-mail/ios": ["Apple Mail on iPhones", 30],
  "apple-mail/macos": ["Apple Mail on Macs", 10],
  "gmail/desktop-webmail": ["Gmail on the web", 16],
  "gmail/android": ["Gmail on Android", 14],
  "gmail/ios": ["Gmail on iPhones", 8],
  "outlook/windows": ["Outlook for Windows", 6],
  "outlook/outlook-com": ["Outlook.com", 3],
  "outlook/macos": ["Outlook for Mac", 1],
  "outlook/ios": ["Outlook on iPhones", 1],
  "outlook/android": ["Outlook on Android", 1],
  "yahoo/desktop-webmail": ["Yahoo on the web", 3],
  "yahoo/ios": ["Yahoo on iPhones", 1],
  "yahoo/android": ["Yahoo on Android", 1],
  "samsung-email/android": ["Samsung Email", 2],
  "thunderbird/macos": ["Thunderbird", 1],
  "aol/desktop-webmail": ["AOL on the web", 1],
  "protonmail/desktop-webmail": ["Proton Mail on the web", 1],
  "gmx/desktop-webmail": ["GMX on the web", 0],
  "web-de/desktop-webmail": ["WEB.DE on the web", 0],
  "t-online-de/desktop-webmail": ["T-Online on the web", 0],
  "orange/desktop-webmail": ["Orange on the web", 0],
  "laposte/desktop-webmail": ["La Poste on the web", 0],
  "free-fr/desktop-webmail": ["Free on the web", 0],
  "mail-ru/desktop-webmail": ["Mail.ru on the web", 0],
  "fastmail/desktop-webmail": ["Fastmail on the web", 0],
  "hey/desktop-webmail": ["HEY", 0],
} as const satisfies Readonly<Record<string, readonly [name: string, percent: number]>>;

export type MailClient = keyof typeof MAIL_CLIENTS;

export const MAIL_CLIENT_KEYS = Object.keys(MAIL_CLIENTS) as readonly MailClient[];

/** Whether a text is a key of `clients` in the config: one of these programs, or all programs of one maker. */
export function isMailClientKey(key: string): boolean {
  return MAIL_CLIENT_KEYS.some((client) => client === key || client.startsWith(`${key}/`));
}
