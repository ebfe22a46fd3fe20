import type { RampAnswer } from "#src/app/schedule/choose-ramp.ts";
import { decideRamp } from "#src/app/schedule/decide-ramp.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { count, print, style } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

/** A person's answer to the ramp that is proposed for a send: grow day by day, or mail everybody at once. */
export async function decideAboutRamp(
  slug: string,
  answer: RampAnswer,
  options: GlobalOptions,
  io: Io,
): Promise<number> {
  return withApp(options, io, async (app) => {
    const { steps, recipients = 0 } = await decideRamp(app, slug, answer);
    const days = steps?.length ?? 1;
    const how = steps === null ? "at once" : days === 1 ? "in one day" : `over ${count(days, "day")}`;
    print(
      io,
      `${style(io.stdout, "strong", slug)} goes to ${count(recipients, "reader")} ${how} when it is due.`,
    );
    print(io, `\`letterpress status ${slug}\` follows it; \`letterpress unschedule ${slug}\` takes it back.`);
    return 0;
  });
}
