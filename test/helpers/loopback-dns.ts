import dns2 from "dns2";
import { onTestFinished } from "vitest";

/** What a name has; a name that is not there does not exist. */
export interface Zone {
  readonly [name: string]: { readonly txt?: readonly string[]; readonly mx?: readonly string[] };
}

/** A DNS server on loopback that knows this zone, for as long as the test runs. `silent` names get no answer. Returns its address. */
export async function loopbackDns(zone: Zone, silent: readonly string[] = []): Promise<string> {
  const { Packet } = dns2;
  const server = dns2.createServer({
    udp: true,
    handle: (request, send) => {
      const response = Packet.createResponseFromRequest(request);
      const [question] = request.questions;
      const name = question?.name ?? "";
      if (silent.includes(name)) return;
      const found = zone[name];
      // NXDOMAIN
      if (found === undefined) response.header.rcode = 3;
      const base = { name, class: Packet.CLASS.IN, ttl: 60 };
      if (question?.type === Packet.TYPE.TXT)
        for (const data of found?.txt ?? [])
          // A record is stored in pieces of 255 bytes, as a key of 2048 bits is.
          response.answers.push({ ...base, type: Packet.TYPE.TXT, data: data.match(/.{1,255}/gs) ?? [""] });
      if (question?.type === Packet.TYPE.MX)
        for (const exchange of found?.mx ?? [])
          response.answers.push({ ...base, type: Packet.TYPE.MX, exchange, priority: 10 });
      send(response);
    },
  });
  const { udp } = await server.listen({ udp: { port: 0, address: "127.0.0.1" } });
  onTestFinished(async () => void (await server.close()));
  if (udp === undefined) throw new Error("The DNS server has no address.");
  return `127.0.0.1:${udp.port}`;
}
