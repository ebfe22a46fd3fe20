import type { Decision } from "#src/app/sends/take-decision.ts";
import { pauseOf } from "#src/model/states.ts";
import type { SendRow } from "#src/store/sends/sends.ts";

/** What a person can decide about a send as it is now, the most wanted first. */
export function sendActions(send: SendRow): readonly Decision[] {
  const back: readonly Decision[] = send.planned_at === null ? ["unschedule"] : [];
  switch (send.state) {
    case "scheduled":
      return ["pause", ...back];
    case "planning":
    case "submitting":
      return ["pause", "cancel"];
    case "paused": {
      const pause = pauseOf(send);
      // A ramp is accepted or refused where the send is scheduled again.
      if (pause?.person === "approve --ramp accept") return [...back, "cancel"];
      const goOn = pause?.person === "approve" ? "approve" : "resume";
      return send.resume_at === null ? [goOn, ...back, "cancel"] : [goOn, "pause", "cancel"];
    }
    case "settling":
    case "submitted":
    case "submitted_with_failures":
    case "canceled":
      return [];
  }
}
