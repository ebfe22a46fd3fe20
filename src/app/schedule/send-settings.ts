import { addressKey } from "#src/model/ids.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import type { WallClock } from "#src/model/wall-clock.ts";
import type { Config } from "#src/app/config.ts";

/** Everything a send needs from the newsletter, copied into the send: delivery reads no file. */
export function sendSettings(
  newsletter: Newsletter,
  issue: Issue,
  config: Config,
  options: {
    readonly local: WallClock | null;
    readonly wave: boolean;
    readonly part?: SendSettings["part"];
    readonly ramp?: SendSettings["ramp"] | undefined;
  },
): SendSettings {
  const { above, share, minutes, approve } = newsletter.wave;
  const editors = newsletter.editors.map((address) => addressKey(address, config.suppressionKey));
  return {
    url: newsletter.url,
    kid: config.tokenKeys[0]?.kid ?? "",
    team: newsletter.resend.team,
    slug: issue.slug,
    archive: issue.archive,
    brake: newsletter.brake,
    local: options.local,
    wave: options.wave ? { above, share, minutes, approve, editors } : null,
    part: options.part ?? { kind: "list" },
    ...(newsletter.pace.per_hour === undefined ? {} : { perHour: newsletter.pace.per_hour }),
    ...(options.ramp === undefined ? {} : { ramp: options.ramp }),
    // Only links of the issue's own file: the report names lines of that file.
    links: issue.links
      .filter(({ place }) => place.file === undefined)
      .map(({ url, place }) => ({ url, line: place.line })),
  };
}
