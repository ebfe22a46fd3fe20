/** A bare HTTP server that accepts every batch: what a sender can reach when nobody slows it down. Prints its port. */
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";

const MARK = Buffer.from('"subject":');
let requests = 0;
let bytes = 0;
let emails = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const headers = {
      "content-type": "application/json",
      "ratelimit-limit": "100000",
      "ratelimit-remaining": "99999",
      "ratelimit-reset": "1",
    };
    if (request.url === "/stats") {
      response.writeHead(200, headers).end(JSON.stringify({ requests, bytes, emails }));
      [requests, bytes, emails] = [0, 0, 0];
      return;
    }
    const body = Buffer.concat(chunks);
    let count = 0;
    for (let at = body.indexOf(MARK); at !== -1; at = body.indexOf(MARK, at + MARK.length)) count += 1;
    requests += 1;
    bytes += body.length;
    emails += count;
    const data = Array.from({ length: count }, () => ({ id: randomUUID() }));
    response.writeHead(200, headers).end(JSON.stringify({ data }));
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address !== null ? address.port : 0);
});
process.once("SIGTERM", () => process.exit(0));
