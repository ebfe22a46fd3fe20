import { type Connection, askWhole, whyUnknown } from "#src/app/connect/connection.ts";
import { type DomainAtResend, type Fact, known, unavailable } from "#src/model/facts.ts";
import { getDomain, listDomains } from "#src/resend/domains.ts";

/** Asks Resend about the sender's domain. A key that may only send is told nothing: the fact is then unavailable, which is no fault. */
export async function askDomain(
  connection: Pick<Connection, "ask">,
  domain: string,
): Promise<Fact<DomainAtResend>> {
  const team = await askWhole(connection, listDomains);
  if (team.kind !== "done") return unavailable(whyUnknown(team).says);
  const line = team.value.find(({ name }) => name === domain);
  if (line === undefined) return known({ sends: false, status: null, missing: [], tracks: null });
  const own = await connection.ask((client) => getDomain(client, line.id));
  if (own.kind !== "done") return unavailable(whyUnknown(own).says);
  const { status, sends, records, tracks } = own.value;
  // Records for tracking and for receiving may be missing without any harm to what is sent.
  const needed = records.filter(({ purpose }) => purpose === "SPF" || purpose === "DKIM");
  const missing = needed.filter((record) => record.status !== "verified");
  const isWhole = needed.length > 0 && missing.length === 0;
  return known({
    sends: sends && (status === "verified" || (status.startsWith("partially_") && isWhole)),
    status,
    missing: missing.map(
      ({ type, name, value, priority }) =>
        `${type} ${name} with the value ${priority === null ? "" : `${priority} `}${value}`,
    ),
    tracks,
  });
}
