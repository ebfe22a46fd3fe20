import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A server on a loopback address that counts who connects, closed when the test is over. */
export async function openServer(
  listener: RequestListener,
  address = "127.0.0.1",
  port = 0,
): Promise<{ readonly port: number; readonly connections: () => number }> {
  let connections = 0;
  const server = createServer(listener).listen(port, address);
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));
  onTestFinished(() => {
    server.close().closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}
