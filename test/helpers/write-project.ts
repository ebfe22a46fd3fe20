import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KEYS, SUPPRESSION_KEY } from "./sample-send.ts";

const CONFIG = {
  name: "The Test",
  url: "https://letters.example",
  from: "The Test <test@letters.example>",
  postal_address: "1 Test Lane, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  template: "digest",
};

/** Write a project into a folder: a config of plain data, the templates of this repository, and the issues given by path. */
export async function writeProject(
  root: string,
  issues: Readonly<Record<string, string>> = {},
  config: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await writeFile(
    join(root, "newsletter.config.ts"),
    `export default ${JSON.stringify({ ...CONFIG, ...config }, null, 2)};\n`,
  );
  await writeFile(join(root, "package.json"), '{ "type": "module" }\n');
  await mkdir(join(root, "issues"));
  await mkdir(join(root, "templates"));
  await cp("templates/digest.mjml", join(root, "templates/digest.mjml"));
  for (const [path, text] of Object.entries(issues)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** The environment of a command that mails through `resend` at `baseUrl`. */
export function mailingEnv(resend: {
  readonly apiKey: string;
  readonly baseUrl: string;
}): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    NO_COLOR: "1",
    RESEND_API_KEY: resend.apiKey,
    RESEND_BASE_URL: resend.baseUrl,
    DATABASE_URL: "sqlite:ledger.db",
    LETTERPRESS_SECRET: KEYS.map(({ kid, secret }) => `${kid}:${secret}`).join(","),
    SUPPRESSION_KEY,
  };
}
