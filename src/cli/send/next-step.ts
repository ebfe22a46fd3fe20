import { pauseHint } from "#src/model/states.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { type SendStatus, needsPerson } from "#src/store/sends/status.ts";
import { count } from "#src/cli/print/print.ts";

/**
 * What happens next to a send, and the commands by which a person changes that. One place for every command that shows a
 * send: what `status` says must be what `send` and `tick` say, and what is true.
 */
export function nextStep(status: SendStatus): string {
  if (!needsPerson(status)) return stepOf(status);
  const { send } = status;
  // Uncertain recipients keep a send from its end. A send that can still move has a next step of its own besides.
  const moves = send.state === "paused" || send.state === "submitting" || send.state === "planning";
  return moves ? `${decisionOn(status)} ${capital(stepOf(status))}` : decisionOn(status);
}

/** Names the commands that decide about uncertain recipients, of whom nobody knows whether they have the issue. */
function decisionOn({ send, slug, outcomes }: SendStatus): string {
  const name = slug ?? send.kind;
  const people = count(outcomes.uncertain, "uncertain recipient");
  return `events or Resend's list may still settle the ${people} of ${name}; otherwise \`letterpress approve ${name} --uncertain submitted\` or \`letterpress approve ${name} --uncertain refused\` decides.`;
}

function stepOf({ send, slug, outcomes }: SendStatus): string {
  const name = slug ?? send.kind;
  const runs = "`letterpress tick`, or a running `letterpress serve`,";
  switch (send.state) {
    case "scheduled":
      return `${runs} starts it when it is due; \`letterpress plan ${name}\` shows to whom, \`letterpress unschedule ${name}\` takes it back.`;
    case "planning":
      return `${runs} plans it; \`letterpress pause ${name}\` or \`letterpress cancel ${name}\` stops it.`;
    case "submitting":
      return `${runs} goes on with it; \`letterpress pause ${name}\` or \`letterpress cancel ${name}\` stops the rest.`;
    case "paused":
      return send.resume_at === null
        ? pauseHint(send, name)
        : `${runs} continues it ${instantInWords(send.resume_at, send.zone)}; \`letterpress approve ${name}\` sends the rest now, \`letterpress pause ${name}\` or \`letterpress cancel ${name}\` stops the rest.`;
    case "settling":
      return `${runs} closes it.`;
    case "submitted":
      return `\`letterpress report ${name}\` shows what arrives, as far as \`letterpress serve\` hears of it.`;
    case "submitted_with_failures":
      return `\`letterpress report ${name}\` shows what arrives; \`letterpress send ${name} --refused\` offers it again to the ${count(outcomes.refused, "reader")} whom Resend refused.`;
    case "canceled":
      return `\`letterpress send ${name}\` offers it to everybody who does not have it.`;
  }
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
