import { chmod, stat } from "node:fs/promises";
import { type Check, isMissing, isOk } from "./check.ts";
import { ifThere } from "#src/project/if-there.ts";
import { wouldCommit } from "#src/project/would-commit.ts";
import type { Connection, Found } from "./connection.ts";
import { nameOf } from "./env-file.ts";

const OTHERS = 0o077;

/** Checks that the file of secrets is its owner's alone and that git would not commit it. Returns no check if there is no such file. */
export async function checkEnvFile({ envFile, config }: Connection): Promise<Found[]> {
  const found = await ifThere(stat(envFile));
  if (found === null) return [];
  const path = await wouldCommit(envFile, config.root);
  if (path !== null) {
    const check = isMissing(".env", `git would commit ${path}, which holds secrets`, hideFromGit(path));
    return [{ check, remedy: null }];
  }
  if ((found.mode & OTHERS) === 0) return [{ check: isPrivate(), remedy: null }];
  const name = nameOf(envFile, config.root);
  const mode = (found.mode & 0o777).toString(8);
  return [
    {
      check: isMissing(
        ".env",
        `others on this machine can read ${name} (mode ${mode})`,
        "`letterpress connect` makes it its owner's alone.",
      ),
      remedy: {
        what: `make ${name} readable for its owner alone (mode 600)`,
        asks: false,
        apply: async () => {
          await chmod(envFile, 0o600);
          return isPrivate();
        },
      },
    },
  ];
}

const isPrivate = (): Check => isOk(".env", "its owner alone can read it, and git does not know it");

/** What to do before a secret may be written into a file that git would commit. */
export function hideFromGit(path: string): string {
  return `Add ${path} to .gitignore; if it was committed, type git rm --cached ${path} and replace the secrets in it. Then run \`letterpress connect\`.`;
}
