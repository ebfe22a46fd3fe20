import dns2 from "dns2";
import { onTestFinished } from "vitest";

/** What a name has; a name that is not there does not exist. */
export interface Zone {
  readonly [name: string]: { readonly txt?: readonly string[]; readonly mx?: readonly string[] };
}

/** A DNS server on loopback that knows this zone, for as long as the test runs. Returns its address. */
export async function loopbackDns(zone: Zone): Promise<string> {
  const { Packet } = dns2;
  const server = dns2.createServer({
    udp: true,
    handle: (request, send) => {
      const response = Packet.createResponseFromRequest(request);
      const [question] = request.questions;
      const name = question?.name ?? "";
      const found = zone[name];
      // NXDOMAIN
      if (found === undefined) response.header.rcode = 3;
      if (question === undefined) return;
      const answer = (record: Partial<(typeof response.answers)[number]>) =>
        response.answers.push(Packet.createResourceFromQuestion(question, { ttl: 60, ...record }));
      if (question.type === Packet.TYPE.TXT)
        // A record is stored in pieces of 255 bytes, as a key of 2048 bits is.
        for (const text of found?.txt ?? []) answer({ data: text.match(/.{1,255}/gs) ?? [""] });
      if (question.type === Packet.TYPE.MX)
        for (const exchange of found?.mx ?? []) answer({ exchange, priority: 10 });
      void send(response);
    },
  });
  const { udp } = await server.listen({ udp: { port: 0, address: "127.0.0.1" } });
  onTestFinished(async () => {
    await server.close();
  });
  if (udp === undefined) throw new Error("The DNS server has no address.");
  return `127.0.0.1:${udp.port}`;
}
