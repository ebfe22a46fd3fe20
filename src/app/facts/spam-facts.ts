import { messageOf } from "#src/model/errors.ts";
import { type Fact, type SpamFacts, known, unavailable } from "#src/model/facts.ts";
import { askSpamd } from "./ask-spamd.ts";
import { type SampleMail, sampleMail } from "./sample-mail.ts";
import type { World } from "./world.ts";

/** The failure of each run: if no spamd listens now, none will a moment later, so thirty issues need not knock thirty times. */
const gone = new WeakMap<World, Fact<SpamFacts>>();

/** Asks SpamAssassin, if one runs, about the mail that a reader would get. Never throws. */
export async function spamFacts(sample: SampleMail, world: World): Promise<Fact<SpamFacts>> {
  const before = gone.get(world);
  if (before !== undefined) return before;
  const place = `${world.spamd.host}:${world.spamd.port}`;
  try {
    return known(await askSpamd(world.spamd, () => sampleMail(sample)));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    const fact = unavailable(
      code === "ECONNREFUSED"
        ? `no SpamAssassin (spamd) listens at ${place}`
        : `SpamAssassin at ${place} does not answer: ${messageOf(error)}`,
    );
    gone.set(world, fact);
    return fact;
  }
}
