import { Refusal } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import { domainOf, isTestAddress } from "./behaviour.ts";
import { addressIn } from "./validate-email.ts";

/** Refuses mail that this team or this key may not send from its `from` address. Recipients are lower-case. */
export function checkSender(
  from: string,
  recipients: readonly string[],
  { apiKey }: Pick<ApiRequest, "apiKey">,
  { switches, domains, owner }: World,
): void {
  const name = domainOf(addressIn(from) ?? "");
  const domain = domains.named(name);
  if (apiKey.domainId !== null && apiKey.domainId !== domain?.id) {
    throw new Refusal(403, "invalid_permission", `This API key is not allowed to send emails from ${name}.`);
  }
  const refuse = (message: string) => new Refusal(403, "validation_error", message);
  if (name === "resend.dev") {
    const elsewhere = recipients.some((address) => !isTestAddress(address) && address !== owner);
    if (elsewhere) throw refuse(onlyToYourself(owner));
  } else if (switches.sending_domains === "verified" && !SENDING.has(domain?.status ?? "")) {
    throw refuse(`The ${name} domain is not verified. Please, add and verify your domain.`);
  }
}

/** A partially verified domain can send: it lacks only what receiving or tracking needs. */
const SENDING: ReadonlySet<string> = new Set(["verified", "partially_verified"]);

const onlyToYourself = (owner: string) =>
  `You can only send testing emails to your own email address (${owner}). To send emails to other recipients, please verify a domain at resend.com/domains, and change the \`from\` address to an email using this domain.`;
