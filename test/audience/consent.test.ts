import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { speaksOfConsent } from "#src/audience/consent/consent-header.ts";
import { readInstant } from "#src/model/values/instant-of.ts";
import { printable } from "#src/audience/printable.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import { findSubscriber, membershipsOf, setMembership } from "#src/store/readers/subscribers.ts";
import { DIALECTS, NOW, balance, createWorld, importText, keyOf, statesOn } from "./audience.ts";

const DAY_MS = 86_400_000;
/** Where a person answers for everybody of whom the file says nothing: the worst case for those who said no. */
const ANSWERED = { unstated: "active" } as const;
const UNANSWERED = { unstated: "pending" } as const;

/** The file's rows, each `name,…` with a state after `=>`; names starting with `no` said no. */
interface Case {
  readonly title: string;
  readonly from: string;
  readonly csv: string;
  /** Without a person's answer. `stops`: nothing is written. */
  readonly states: Record<string, string> | "stops";
  readonly file?: string;
}

const SOURCES: Case[] = [
  {
    title: "Brevo",
    from: "brevo",
    csv: "CONTACT ID,EMAIL,FIRSTNAME,BLOCKLISTED,DOUBLE_OPT-IN,SMS_BLOCKLISTED\n1,yes@r.dev,A,false,,true\n2,no@r.dev,B,true,Yes,\n3,none@r.dev,C,,,\n",
    states: { "yes@r.dev": "active", "no@r.dev": "unsubscribed", "none@r.dev": "pending" },
  },
  {
    title: "HubSpot",
    from: "hubspot",
    csv: "Record ID,Email,Unsubscribed from all email,Opted out of email: Marketing Information,Email hard bounce reason,Lead Status,Marketing contact status\n1,none@r.dev,,,,New,Marketing contact\n2,no1@r.dev,true,,,,\n3,no2@r.dev,,true,,,\n4,no3@r.dev,,,MAILBOX_FULL,,\n5,not@r.dev,,,,,Non-marketing contact\n",
    states: {
      "none@r.dev": "pending",
      "no1@r.dev": "unsubscribed",
      "no2@r.dev": "unsubscribed",
      "no3@r.dev": "unsubscribed (bounced)",
      "not@r.dev": "pending",
    },
  },
  {
    title: "Klaviyo",
    from: "klaviyo",
    csv: 'Email,Klaviyo ID,Email Marketing Consent,Email Marketing Consent Timestamp,Email Suppressions,SMS Marketing Consent\nyes@r.dev,1,SUBSCRIBED,2024-01-01 10:00:00,[],UNSUBSCRIBED\nno1@r.dev,2,UNSUBSCRIBED,,[],\nno2@r.dev,3,SUBSCRIBED,,"[""HARD_BOUNCE""]",\nnever@r.dev,4,NEVER_SUBSCRIBED,,,\nno3@r.dev,5,SUBSCRIBED,,"[""USER_SUPPRESSED""]",\n',
    states: {
      "yes@r.dev": "active",
      "no1@r.dev": "unsubscribed",
      "no2@r.dev": "unsubscribed (bounced)",
      "never@r.dev": "pending",
      "no3@r.dev": "unsubscribed (manual)",
    },
  },
  {
    title: "Mailjet",
    from: "mailjet",
    csv: "Email;Name;IsExcludedFromCampaigns;IsUnsubscribed\nyes@r.dev;A;false;false\nno1@r.dev;B;true;false\nno2@r.dev;C;false;true\n",
    states: { "yes@r.dev": "active", "no1@r.dev": "unsubscribed", "no2@r.dev": "unsubscribed" },
  },
  {
    title: "MailerLite",
    from: "mailerlite",
    csv: "Subscriber,Status,Opens,Clicks,Subscribed,Unsubscribed,Optin IP\nyes@r.dev,Active,3,1,2024-01-01 10:00:00,,203.0.113.1\nno1@r.dev,Unsubscribed,3,1,2024-01-01 10:00:00,2024-05-05 10:00:00,\nno2@r.dev,Active,3,1,2024-01-01 10:00:00,2024-05-05 10:00:00,\nno3@r.dev,Junk,0,0,2024-01-01 10:00:00,,\nno4@r.dev,Bounced,0,0,2024-01-01 10:00:00,,\nwaits@r.dev,Unconfirmed,0,0,,,\n",
    states: {
      "yes@r.dev": "active",
      "no1@r.dev": "unsubscribed",
      "no2@r.dev": "unsubscribed",
      "no3@r.dev": "unsubscribed (complained)",
      "no4@r.dev": "unsubscribed (bounced)",
      "waits@r.dev": "pending",
    },
  },
  {
    title: "MailPoet",
    from: "mailpoet",
    csv: "Email,First name,List,List status,Global status,Confirmed IP\nyes@r.dev,A,News,Subscribed,Subscribed,203.0.113.1\nno1@r.dev,B,News,Unsubscribed,Subscribed,\nno2@r.dev,C,News,Subscribed,Unsubscribed,\nno3@r.dev,D,News,Subscribed,Bounced,\nwaits@r.dev,E,News,Subscribed,Unconfirmed,\nidle@r.dev,F,News,Subscribed,Inactive,\n",
    states: {
      "yes@r.dev": "active",
      "no1@r.dev": "unsubscribed",
      "no2@r.dev": "unsubscribed",
      "no3@r.dev": "unsubscribed (bounced)",
      "waits@r.dev": "pending",
      "idle@r.dev": "pending",
    },
  },
  {
    title: "Shopify",
    from: "shopify",
    csv: "Customer ID,First Name,Email,Accepts Email Marketing,Accepts SMS Marketing,Total Spent,Tax Exempt\n1,A,yes@r.dev,yes,no,1.00,no\n2,B,no@r.dev,no,yes,1.00,no\n",
    states: { "yes@r.dev": "active", "no@r.dev": "unsubscribed" },
  },
  {
    title: "Sendy",
    from: "sendy",
    csv: "name,email,timestamp,unsubscribed,bounced,bounce_soft,complaint,confirmed\nA,yes@r.dev,1700000000,0,0,0,0,1\nB,no1@r.dev,1700000000,1,0,0,0,1\nC,no2@r.dev,1700000000,0,1,0,0,1\nD,no3@r.dev,1700000000,0,0,0,1,1\nE,waits@r.dev,1700000000,0,0,0,0,0\n",
    states: {
      "yes@r.dev": "active",
      "no1@r.dev": "unsubscribed",
      "no2@r.dev": "unsubscribed (bounced)",
      "no3@r.dev": "unsubscribed (complained)",
      "waits@r.dev": "pending",
    },
  },
  {
    title: "phpList",
    from: "phplist",
    csv: "email\tconfirmed\tblacklisted\toptedin\tbouncecount\tentered\tuniqid\thtmlemail\tdisabled\nyes@r.dev\t1\t0\t1\t0\t2024-01-01 10:00:00\ta\t1\t0\nno1@r.dev\t1\t1\t1\t0\t2024-01-01 10:00:00\tb\t1\t0\nno2@r.dev\t1\t0\t1\t0\t2024-01-01 10:00:00\tc\t1\t1\nwaits@r.dev\t0\t0\t0\t0\t2024-01-01 10:00:00\td\t1\t0\n",
    states: {
      "yes@r.dev": "active",
      "no1@r.dev": "unsubscribed",
      "no2@r.dev": "unsubscribed",
      "waits@r.dev": "pending",
    },
  },
  {
    title: "Keila",
    from: "keila",
    csv: 'Email,First name,Last name,Data,Status,External ID\nyes@r.dev,A,B,"{""city"":""Lima""}",active,\nno1@r.dev,A,B,,unsubscribed,\nno2@r.dev,A,B,,unreachable,\n',
    states: { "yes@r.dev": "active", "no1@r.dev": "unsubscribed", "no2@r.dev": "unsubscribed (manual)" },
  },
  {
    title: "ActiveCampaign",
    from: "activecampaign",
    csv: "Contact ID,Email,First Name,Status,Subscribe Date,Unsubscribe Date,Hard Bounces,Soft Bounces\n1,yes@r.dev,A,1,2024-01-01,,0,2\n2,no1@r.dev,B,2,2024-01-01,2024-02-02,0,0\n3,no2@r.dev,C,3,2024-01-01,,1,0\n4,waits@r.dev,D,0,2024-01-01,0000-00-00 00:00:00,0,0\n5,no3@r.dev,E,1,2024-01-01,2024-02-02,0,0\n",
    states: {
      "yes@r.dev": "active",
      "no1@r.dev": "unsubscribed",
      "no2@r.dev": "unsubscribed (bounced)",
      "waits@r.dev": "pending",
      "no3@r.dev": "unsubscribed",
    },
  },
];

/** Files that nobody's system wrote, in shapes that people make; `no…` said no in each of them. */
const INVENTED: Case[] = [
  ["a flag for leaving", "email,unsubscribed\nok@r.dev,0\nno@r.dev,1\nnone@r.dev,\n"],
  [
    "a day of leaving",
    "Email,Unsubscribed At\nok@r.dev,0000-00-00\nok2@r.dev,NULL\nno@r.dev,2024-05-05\nno2@r.dev,31/12/2024\n",
  ],
  ["opt_out in capitals", "EMAIL;OPT_OUT\nok@r.dev;FALSE\nno@r.dev;TRUE\nno2@r.dev;Y\n"],
  [
    "two columns that disagree",
    "email,status,opted out\nno@r.dev,active,yes\nok@r.dev,active,no\nno2@r.dev,unsubscribed,no\n",
  ],
  ["do not email", '"E-mail Address ","Do Not Email"\n"ok@r.dev","No"\n"no@r.dev","Yes"\n'],
  ["a Salesforce report", "Id,Email,HasOptedOutOfEmail\n1,ok@r.dev,0\n2,no@r.dev,1\n"],
  ["blocklisted and bounced", "email|blocklisted|bounced\nok@r.dev|0|0\nno@r.dev|1|0\nno2@r.dev|0|1\n"],
  ["deleted rows of a database", "id,email,deleted_at\n1,ok@r.dev,\\N\n2,no@r.dev,2024-05-05 10:00:00\n"],
  ["a day on which they left", "email,Left at\nok@r.dev,\nno@r.dev,2024-05-05\n"],
  [
    "one word in many spellings",
    "email,status\nok@r.dev,\nno@r.dev,Un-Subscribed\nno2@r.dev,UN SUBSCRIBED\nno3@r.dev,unSubscribed\nno4@r.dev,Opt_Out.\n",
  ],
].map(([title = "", csv = ""]) => ({ title, csv, from: "generic", states: {} }));
const STOPPED: Case[] = [
  ["accepts marketing", "email,Accepts Marketing\nok@r.dev,yes\nno@r.dev,no\n"],
  ["newsletter yes or no", "E-Mail;Newsletter\nok@r.dev;ja\nno@r.dev;nein\n"],
  ["a state that is no region", "email,state\nok@r.dev,active\nno@r.dev,unsubscribed\n"],
  ["a tag that says it", "email,tags\nok@r.dev,vip\nno@r.dev,Unsubscribed\n"],
  ["no header, a second column", "ok@r.dev,x\nno@r.dev,opted out\n"],
  ["no header, a word that is no order's here", "ok@r.dev,x\nno@r.dev,cancelled\n"],
  ["a column without a name", "email,,city\nok@r.dev,,Lima\nno@r.dev,blocked,Lima\n"],
  ["one of several tags", 'email,tags\nok@r.dev,vip\nno@r.dev,"vip, Opt_Out"\n'],
  ["a remark", "email,remark\nok@r.dev,vip\nno@r.dev,unsubscribed on 5 May\n"],
  ["a German remark", "email;Notiz\nok@r.dev;vip\nno@r.dev;hat sich abgemeldet\n"],
  ["a French remark", "email;note\nok@r.dev;vip\nno@r.dev;s’est désinscrite\n"],
  ["a result of a check", "email,result\nok@r.dev,fine\nno@r.dev,Hard bounce\n"],
  ["the state of an address", "email,Email address status\nok@r.dev,fine\nno@r.dev,invalid\n"],
  ["permission in German", "email;E-Mail erlaubt\nok@r.dev;ja\nno@r.dev;nein\n"],
  ["a newsletter in Swedish", "E-post;Nyhetsbrev\nok@r.dev;ja\nno@r.dev;nej\n"],
  ["a mail magazine in Japanese", "email,メルマガ\nok@r.dev,可\nno@r.dev,否\n"],
  ["a state in Turkish", "E-posta,Abonelik durumu\nok@r.dev,aktif\nno@r.dev,iptal\n"],
  ["a newsletter in Russian", "Почта,Рассылка разрешена\nok@r.dev,да\nno@r.dev,нет\n"],
  ["a preference", "email,Email preference\nok@r.dev,all\nno@r.dev,none\n"],
  ["lines before the header", "\n\nemail;Newsletter\nok@r.dev;ja\nno@r.dev;nein\n"],
  ["crosses and other signs", "Email,Accepts Email Marketing\nok@r.dev,✓\nno@r.dev,✗\n"],
  [
    "a column that somebody put into our own export",
    "email,list,status,since,timezone,paused_until,created_at,updated_at,public_id,suppressed,suppressed_at,city,unsubscribed\n" +
      "ok@r.dev,weekly,active,,,,,,,,,Lima,\nno@r.dev,weekly,active,,,,,,,,,Lima,yes\n",
  ],
  ["consent withdrawn", "email,Marketing consent withdrawn\nok@r.dev,no\nno@r.dev,yes\n"],
  ["a wish", "email,wants_mail\nok@r.dev,1\nno@r.dev,0\n"],
  ["half of another system's header", "email,subscribed_to_emails\nok@r.dev,1\nno@r.dev,0\n"],
  ["a reason", "email,Suppression reason\nok@r.dev,\nno@r.dev,spam\n"],
  ["words nobody knows", "email,status\nok@r.dev,active\nno@r.dev,ghosted\n"],
  ["a flag with other words", "email,unsubscribed\nok@r.dev,0\nno@r.dev,via link\n"],
].map(([title = "", csv = ""]) => ({ title, csv, from: "generic", states: "stops" }));

const LANGUAGES: [language: string, column: string, no: string[]][] = [
  ["German", "Status", ["abgemeldet", "Ausgetragen", "gesperrt", "gelöscht", "unzustellbar"]],
  ["French", "Statut", ["désabonné", "Desinscrite", "bloqué", "supprimé"]],
  ["Spanish", "Estado", ["dado de baja", "Baja", "desuscrito", "bloqueado", "rebotado"]],
  ["Portuguese", "Status", ["descadastrado", "Cancelado", "excluído", "bloqueado"]],
  ["Italian", "Stato", ["disiscritto", "Cancellato", "bloccato", "non iscritto"]],
  ["Dutch", "Status", ["uitgeschreven", "Afgemeld", "geblokkeerd"]],
  ["Polish", "Status", ["wypisany", "Zablokowany", "usunięty"]],
  ["Russian", "Статус", ["отписан", "Отписался", "заблокирован", "удалён"]],
  ["Japanese", "ステータス", ["退会", "配信停止", "購読解除", "ブロック"]],
  ["Chinese", "状态", ["退订", "已取消订阅", "拒收", "黑名单"]],
  ["Korean", "상태", ["수신거부", "구독취소", "차단"]],
];

async function imported(csv: string | Buffer, more: Parameters<typeof importText>[2] = {}) {
  const world = await createWorld();
  const summary = await importText(world.ledger, csv, more).catch((error: unknown) => {
    if (error instanceof LetterpressError) return error;
    throw error;
  });
  const states = await statesOn(world.ledger);
  await world[Symbol.asyncDispose]();
  return { summary, states };
}

function activeLeavers(states: Record<string, string>): string[] {
  return Object.entries(states).flatMap(([address, state]) =>
    address.startsWith("no") && !address.startsWith("none") && state === "active" ? [address] : [],
  );
}

test.each(SOURCES)("reads the consent columns of $title", async ({ from, csv, states }) => {
  const { summary, states: found } = await imported(csv, UNANSWERED);
  expect(summary).toMatchObject({ from });
  expect(found).toEqual(states);
  expect(activeLeavers((await imported(csv, ANSWERED)).states)).toEqual([]);
});

test.each(INVENTED)("takes no yes from a stranger's file, and every no: $title", async ({ csv }) => {
  const unanswered = await imported(csv, UNANSWERED);
  expect(unanswered.summary).toMatchObject({ from: "generic", states: { active: 0 } });
  const { states } = await imported(csv, ANSWERED);
  expect(activeLeavers(states)).toEqual([]);
  expect(states["ok@r.dev"]).toBe("active");
});

test.each(STOPPED)("stops at what nobody may guess, and writes nothing: $title", async ({ csv }) => {
  for (const how of [UNANSWERED, ANSWERED]) {
    const { summary, states } = await imported(csv, how);
    expect(states).toEqual({});
    expect(summary).toMatchObject({ code: "audience/invalid", exit: 2 });
    expect((summary as LetterpressError).hint).toMatch(/--map ["'].+=status:.+\n[^]*--ignore "/);
  }
});

/** A person says `--unstated active` of these files, and their names say that everybody in them has left. */
const LEAVERS = [
  "unsubscribed.csv",
  "unsubscribed (1).csv",
  "Unsubscribed_2024-05-01.csv",
  "export-unsubscribed-contacts.csv",
  "opt-outs.csv",
  "bounced.csv",
  "suppression_unsubscribes.csv",
  "Abgemeldete Kontakte.csv",
  "bajas.csv",
  "désinscrits.csv",
  "退订.csv",
];

test.each(LEAVERS)("nobody in a file called %s is active", async (source) => {
  const { states } = await imported("email\nno@r.dev\n", { ...ANSWERED, source });
  expect(states).toEqual({ "no@r.dev": "unsubscribed" });
});

test.each(["readers.csv", "not unsubscribed.csv", "optouts-and-others.csv"])(
  "a file called %s says nothing of who is in it",
  async (source) => {
    expect((await imported("email\nok@r.dev\n", { ...UNANSWERED, source })).states).toEqual({
      "ok@r.dev": "pending",
    });
  },
);

test.each([
  ["subscribed_members_export_ab12 (1).csv", { "no@r.dev": "active" }],
  ["un-subscribed.csv", { "no@r.dev": "unsubscribed" }],
  ["my non-subscribed people.csv", { "no@r.dev": "pending" }],
  ["my unsubscribed people.csv", { "no@r.dev": "unsubscribed" }],
])("takes a yes of Mailchimp only from the name that Mailchimp gives: %s", async (source, states) => {
  const csv = "Email Address,MEMBER_RATING,LEID,EUID\nno@r.dev,2,1,1\n";
  expect((await imported(csv, { ...UNANSWERED, source })).states).toEqual(states);
});

test("takes the no of a row that is damaged otherwise, and nothing else of it", async () => {
  const head = "Email,Accepts Email Marketing,City,Note\n";
  const yes = ["a", "b", "c", "d"].map((name) => `no-${name}@r.dev,yes,Lima,\n`).join("");
  const csv = [
    Buffer.from(`${head}${yes}`),
    Buffer.from("no-a@r.dev,no,Bogot\xe1,\n", "latin1"),
    Buffer.from(`no-b@r.dev,no,Lima,${"x".repeat(10_001)}\n`),
    Buffer.from("no-c@r.dev,no,\0,\n"),
    // Its cells no longer stand under their headers.
    Buffer.from("no-d@r.dev,yes,Lima, Peru,unsubscribed\n"),
    Buffer.from("ok@r.dev,yes,Bogot\xe1,\n", "latin1"),
  ];
  const { summary, states } = await imported(Buffer.concat(csv), UNANSWERED);
  expect(summary).toMatchObject({ from: "shopify", refused: 1, duplicates: 4 });
  expect(states).toEqual(
    Object.fromEntries(["a", "b", "c", "d"].map((name) => [`no-${name}@r.dev`, "unsubscribed"])),
  );
});

test.each([
  ["Latin-1", Buffer.from("E-Mail;D\xe9sabonn\xe9\nno@r.dev;oui\n", "latin1")],
  ["UTF-16 without its mark", Buffer.from("email,unsubscribed\nno@r.dev,1\n", "utf16le")],
])(
  "refuses a file whose first line is %s: nobody would see which of its columns says no",
  async (_what, csv) => {
    const { summary, states } = await imported(csv, ANSWERED);
    expect(states).toEqual({});
    expect(summary).toMatchObject({ code: "audience/invalid" });
    expect((summary as LetterpressError).message).toContain("UTF-8");
  },
);

test("takes the no of an address however it is written", async () => {
  const written = [
    "No One <no1@r.dev>",
    "mailto:no2@r.dev",
    "no3@r.dev.",
    "\u200Bno4@r.dev",
    "NO5@R.dev;",
    " no6@r.dev\u00A0",
  ];
  const rows = written.map((no, n) => `no${n + 1}@r.dev,yes\n${no},no\n`);
  const csv = `Email,Accepts Email Marketing\n${rows.join("")}`;
  const { summary, states } = await imported(csv, UNANSWERED);
  expect(summary).toMatchObject({ from: "shopify", refused: 0, duplicates: 6 });
  expect(Object.values(states)).toEqual(Array.from({ length: 6 }, () => "unsubscribed"));
});

test("a status is read as it is written before it is folded: -1 is no 1", async () => {
  const csv = "Contact ID,Email,Status,Unsubscribe Date\n1,no@r.dev,-1,\n2,ok@r.dev,1,\n";
  expect((await imported(csv, UNANSWERED)).states).toEqual({ "no@r.dev": "pending", "ok@r.dev": "active" });
});

test("proposes no yes for a column whose name negates", async () => {
  const { summary } = await imported("E-Mail;Kein Newsletter\nok@r.dev;nein\nno@r.dev;ja\n");
  expect((summary as LetterpressError).hint).toContain('"Kein Newsletter=status:nein>pending,ja>pending"');
});

test.each(LANGUAGES)("knows the words for leaving in %s", async (_language, column, no) => {
  const rows = no.map((word, n) => `no${n}@r.dev,${word}`);
  const { states } = await imported(`email,${column}\nok@r.dev,\n${rows.join("\n")}\n`, ANSWERED);
  expect(activeLeavers(states)).toEqual([]);
  expect(Object.keys(states)).toHaveLength(no.length + 1);
  expect(states["ok@r.dev"]).toBe("active");
});

test("an answer that was given stands in the next proposal, which adds the words that it lacks and contradicts nothing", async () => {
  const csv = "email,NOTES,Accepts Marketing\na@r.dev,please unsubscribe,yes\nb@r.dev,do not mail,yes\n";
  const hintOf = async (options: { map?: string[]; ignore?: string[] }) =>
    (
      (await imported(csv, { command: "letterpress subscribers import r.csv --dry-run", ...options }))
        .summary as LetterpressError
    ).hint;
  expect(await hintOf({})).toMatch(/r\.csv --dry-run --map/);
  const next = await hintOf({ map: ["NOTES=status:please unsubscribe>unsubscribed"] });
  for (const line of next.split("\n").filter((one) => one.includes("--map"))) {
    expect(line.match(/NOTES/g)?.length).toBe(1);
    expect(line).toContain("NOTES=status:please unsubscribe>unsubscribed");
  }
  expect(next).not.toMatch(/--ignore "NOTES"/);
  const words = await imported("email,status\na@r.dev,yes\nb@r.dev,no\n", {
    map: ["status=status:yes>active"],
  });
  const { hint } = words.summary as LetterpressError;
  expect(hint).toContain('--map "status=status:yes>active,no>pending"');
  expect(hint).not.toContain("--ignore");
});

test("lists unknown words with their counts, and the command that answers them works as it is printed", async () => {
  const csv = "email,status\na@r.dev,yes\nb@r.dev,no\nc@r.dev,no\nno@r.dev,unsubscribed\n";
  const { summary } = await imported(csv, { command: "letterpress subscribers import r.csv" });
  const { message, hint } = summary as LetterpressError;
  expect(message).toContain('"status" contains words that Letterpress does not know: "no" 2×, "yes" 1×');
  expect(hint).toContain('letterpress subscribers import r.csv --map "status=status:yes>pending,no>pending"');
  const answered = await imported(csv, { ...UNANSWERED, map: ["status=status:yes>active,no>unsubscribed"] });
  expect(answered.states).toEqual({
    "a@r.dev": "active",
    "b@r.dev": "unsubscribed",
    "c@r.dev": "unsubscribed",
    "no@r.dev": "unsubscribed",
  });
});

test.each([
  [
    "a column by its place",
    ["column 2=status:yes>active,no>unsubscribed"],
    { "a@r.dev": "active", "b@r.dev": "unsubscribed" },
  ],
  [
    "its name in any case",
    ["ACCEPTS marketing=status:yes>active,*>unsubscribed"],
    { "a@r.dev": "active", "b@r.dev": "unsubscribed" },
  ],
  [
    "pending",
    ["Accepts Marketing=status:yes>pending,no>suppressed"],
    { "a@r.dev": "pending", "b@r.dev": "unsubscribed (manual)" },
  ],
])("maps %s", async (_title, map, states) => {
  const csv = "email,Accepts Marketing\na@r.dev,yes\nb@r.dev,no\n";
  expect((await imported(csv, { ...UNANSWERED, map })).states).toEqual(states);
});

test("cannot be told that a word for leaving means yes, nor to read a column that is not there", async () => {
  for (const map of [
    "status=status:Unsubscribed>active",
    "nothing=status:yes>active",
    "status=city:x>active",
    "status=status:yes>maybe",
    "status=status:hat sich abgemeldet>active",
  ]) {
    const { summary, states } = await imported("email,status\nno@r.dev,unsubscribed\n", { map: [map] });
    expect(summary).toMatchObject({ code: "usage/invalid" });
    expect(states).toEqual({});
  }
  const all = await imported("email,status\nno@r.dev,unsubscribed\nok@r.dev,x\n", {
    map: ["status=status:*>active"],
  });
  expect(all.states).toEqual({ "no@r.dev": "unsubscribed", "ok@r.dev": "active" });
  const sentence = await imported("email,status\nno@r.dev,hat sich abgemeldet\nok@r.dev,x\n", {
    map: ["status=status:*>active"],
  });
  expect(sentence.states).toEqual({});
});

test("proposes the map that would count the yeses of a column, all its words included", async () => {
  const csv = "email,Status\na@r.dev,subscribed\nb@r.dev,unsubscribed\n";
  const { summary, states } = await imported(csv, UNANSWERED);
  expect(states).toEqual({ "a@r.dev": "pending", "b@r.dev": "unsubscribed" });
  expect(summary).toMatchObject({
    proposedMaps: ['--map "Status=status:subscribed>active,unsubscribed>unsubscribed"'],
  });
  const answered = await imported(csv, {
    map: ["Status=status:subscribed>active,unsubscribed>unsubscribed"],
  });
  expect(answered.states).toEqual({ "a@r.dev": "active", "b@r.dev": "unsubscribed" });
  expect(answered.summary).toMatchObject({ proposedMaps: [] });
  const left = await imported("email,Status\na@r.dev,unsubscribed\n");
  expect(left.summary).toMatchObject({ proposedMaps: [] });
});

test("takes a person's word that a column says nothing of consent, and counts words for leaving in it", async () => {
  const csv = "email,state\na@r.dev,CA\nb@r.dev,unsubscribed\n";
  const { summary, states } = await imported(csv, { ...UNANSWERED, ignore: ["state"] });
  expect(states).toEqual({ "a@r.dev": "pending", "b@r.dev": "pending" });
  expect(summary).toMatchObject({ ignoredLeavers: 1, unstated: 2 });
});

test.each([
  ["State", "either"],
  ["estate", null],
  ["State/Province", null],
  ["Real Estate Agent", null],
  ["Newsletterstatus", "either"],
  ["Unsubscribed from all email", "no"],
  ["emailOptOut", "no"],
  ["Opt-In", "yes"],
  ["E-Mail-Einwilligung", "yes"],
  ["Consentement", "yes"],
  ["Baja", "no"],
  ["メール配信停止", "no"],
  ["Email address status", "either"],
  ["Kein Newsletter", "either"],
  ["SMS Marketing Consent", null],
  ["Phone opt out", null],
  ["Opted out of email and SMS", "no"],
  ["Company", null],
  ["Options", null],
] as const)("a column named %s speaks of consent: %s", (header, polarity) => {
  expect(speaksOfConsent(header)).toBe(polarity);
});

test.each([
  ["2025-12-31", Date.UTC(2025, 11, 31)],
  ["31.12.2025", Date.UTC(2025, 11, 31)],
  ["12/31/2025 2:05 pm", Date.UTC(2025, 11, 31, 14, 5)],
  ["Dec 31, 2025", Date.UTC(2025, 11, 31)],
  ["31 December 2025", Date.UTC(2025, 11, 31)],
  ["04/04/2025", Date.UTC(2025, 3, 4)],
  ["1735689600", Date.UTC(2025, 0, 1)],
  ["1735689600000", Date.UTC(2025, 0, 1)],
  ["03/04/2025", "two ways"],
  ["3-4-2025", "two ways"],
  ["2025-06-31", null],
  ["31/31/2025", null],
  ["45000", null],
  ["yesterday", null],
] as const)("reads the date %s as %s", (text, at) => {
  expect(readInstant(text)).toBe(at);
});

test("says which dates it could not read, and puts no other in their place", async () => {
  await using world = await createWorld();
  const csv = await readFile(join(import.meta.dirname, "cases", "dates.csv"));
  const summary = await importText(world.ledger, csv);
  expect(summary).toMatchObject({
    states: { active: 6 },
    ambiguousDates: { created_at: 1, joined: 1 },
    unreadDates: { created_at: 1 },
    ignoredValues: { joined: 2 },
  });
  const since = async (address: string) => {
    const person = await findSubscriber(world.ledger.db, keyOf(address));
    return (await membershipsOf(world.ledger.db, person?.id ?? 0))[0]?.at;
  };
  expect(await since("a1@readers.dev")).toBe(0);
  expect(await since("a6@readers.dev")).toBe(0);
  expect(await since("a2@readers.dev")).toBe(Date.UTC(2025, 11, 31));
});

const CASES: [file: string, states: Record<string, string> | "stops"][] = [
  ["duplicate-status-columns.csv", "stops"],
  ["no-word-of-consent.csv", { "a1@example.net": "pending" }],
  [
    "one-column-no-header.csv",
    { "ana@readers.dev": "pending", "bea@readers.dev": "pending", "carl@readers.dev": "pending" },
  ],
  ["optout-brevo.csv", { "ana@readers.dev": "active", "bea@readers.dev": "unsubscribed" }],
  ["optout-hubspot.csv", { "ana@readers.dev": "pending", "bea@readers.dev": "unsubscribed" }],
  ["optout-shopify.csv", { "ana@readers.dev": "active", "bea@readers.dev": "unsubscribed" }],
  ["optout-state-col.csv", "stops"],
  ["optout-subscribed-no.csv", "stops"],
  ["status-words-languages.csv", "stops"],
  ["terminal-escape-header.csv", { "x@y.dev": "pending" }],
];

test.each(CASES)("gives for %s what is right", async (file, states) => {
  const csv = await readFile(join(import.meta.dirname, "cases", file));
  const found = await imported(csv, { ...UNANSWERED, source: file });
  expect(found.states).toEqual(states === "stops" ? {} : states);
  expect(found.summary instanceof LetterpressError).toBe(states === "stops");
  // oxlint-disable-next-line no-control-regex -- nothing of the file may reach a terminal as a command
  expect(JSON.stringify(found.summary)).not.toMatch(/\\u001b|\\u0007|[\u0000-\u001f\u007f-\u009f]/);
});

test("escapes what a terminal would obey", () => {
  expect(printable("a\u001B[31m\u009Bb\u202Ec\r\n")).toBe("a\\u{1b}[31m\\u{9b}b\\u{202e}c\\u{d}\\u{a}");
  expect(printable("Íñigo 退订 🙂")).toBe("Íñigo 退订 🙂");
});

test.each(DIALECTS)(
  "lets a reader's confirmation stand against an older word for leaving (%s)",
  async (dialect) => {
    await using world = await createWorld(dialect);
    const { ledger } = world;
    const names = ["older", "newer", "undated", "twice", "same-day", "only-imported"];
    const of = (name: string) => `${name}@r.dev`;
    await importText(ledger, `email\n${names.map(of).join("\n")}\n`);
    for (const name of names.slice(0, 5)) {
      const person = await findSubscriber(ledger.db, keyOf(of(name)));
      const act = { subscriberId: person?.id ?? 0, list: "weekly", at: NOW - 10 * DAY_MS };
      await setMembership(ledger.db, { ...act, state: "active" });
      await recordConsent(ledger.db, {
        ...act,
        addressKey: keyOf(of(name)),
        act: "confirmed",
        source: "confirm page",
        evidence: {},
      });
    }
    const day = (days: number) => new Date(NOW - days * DAY_MS).toISOString();
    const csv = [
      "email,status,unsubscribed_at",
      `${of("older")},unsubscribed,${day(300)}`,
      `${of("newer")},unsubscribed,${day(1)}`,
      `${of("undated")},unsubscribed,`,
      // They confirmed at noon, and may have left in the evening.
      `${of("same-day")},unsubscribed,${day(10).slice(0, 10)}`,
      `${of("twice")},complained,${day(300)}`,
      `${of("twice")},unsubscribed,${day(2)}`,
      `${of("only-imported")},unsubscribed,${day(300)}`,
    ].join("\n");
    const planned = await importText(ledger, csv, { dryRun: true });
    const summary = await importText(ledger, csv);
    expect({ ...planned, dryRun: false }).toEqual(summary);
    expect(summary).toMatchObject({
      outdated: 1,
      unsubscribed: 5,
      duplicates: 1,
      states: { active: 1, unsubscribed: 4, suppressed: 1 },
    });
    expect(balance(summary)).toBe(summary.rows);
    expect(await statesOn(ledger)).toEqual({
      "newer@r.dev": "unsubscribed",
      "older@r.dev": "active",
      "only-imported@r.dev": "unsubscribed",
      "same-day@r.dev": "unsubscribed",
      "twice@r.dev": "unsubscribed (complained)",
      "undated@r.dev": "unsubscribed",
    });
  },
);
