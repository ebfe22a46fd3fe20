import type { Topic } from "#src/app/init/answers.ts";

interface Question {
  readonly topic: Topic;
  /** Its option, without the hyphens. */
  readonly flag: string;
  readonly asks: string;
  readonly example: string;
  /** If the answer is one of a few: each of them, with what it means. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** What `init` has to know, in the order in which it asks. */
export const QUESTIONS: readonly Question[] = [
  { topic: "name", flag: "name", asks: "What is the newsletter called?", example: "The Letter" },
  {
    topic: "from",
    flag: "from",
    asks: "Who sends it? The domain is one that you verify at Resend.",
    example: "The Letter <desk@news.example.org>",
  },
  {
    topic: "postalAddress",
    flag: "postal-address",
    asks: "Which postal address should the footer show? The law requires one.",
    example: "The Letter, 12 Press Street, Lima",
  },
  {
    topic: "timezone",
    flag: "timezone",
    asks: "In which time zone do you write times?",
    example: "America/Lima",
  },
  {
    topic: "url",
    flag: "url",
    asks: "Where will pictures and the archive be online?",
    example: "https://news.example.org",
  },
  {
    topic: "colours",
    flag: "colours",
    asks: "Which colours: accent, paper and ink? The first one alone is enough.",
    example: "#14566b #fdfbf6 #21242a",
  },
  {
    topic: "logo",
    flag: "logo",
    asks: "A logo, as the path of a PNG? Without one the name is set in type.",
    example: "logo.png",
  },
  {
    topic: "audience",
    flag: "audience",
    asks: "Where do subscribers live?",
    example: "resend",
    choices: {
      resend: "at Resend: no database and no server",
      ledger: "in a database of your own, on a server that answers readers and webhooks",
    },
  },
  {
    topic: "runsOn",
    flag: "runs-on",
    asks: "Where does it run?",
    example: "github",
    choices: {
      github: "GitHub Actions: a pull request shows the email, merging schedules it",
      gitlab: "GitLab CI: the same",
      server: "a server, as a systemd unit",
      none: "nowhere yet",
    },
  },
];
