import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { askLink } from "#src/app/fetch/ask-link.ts";
import { createWeb, follow } from "#src/app/fetch/follow.ts";
import { loopbackWeb } from "../../helpers/loopback-web.ts";
import { openServer } from "../../helpers/open-server.ts";

const question = () => ({ method: "HEAD", accept: "*/*", signal: AbortSignal.timeout(20_000) }) as const;

/** Each way to write a place that is not on the public web; with the ports of the web, so that only the address speaks against it. */
const PLACES = [
  ["this machine", "127.0.0.1", "127.255.255.254", "localhost"],
  [
    "as a number",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "127.1",
    "%31%32%37.0.0.1",
  ],
  ["in other digits", "①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1"],
  ["no address at all", "0.0.0.0", "0", "[::]", "255.255.255.255", "224.0.0.1", "240.0.0.1"],
  ["cloud metadata", "169.254.169.254", "2852039166", "0xa9fea9fe", "[fd00:ec2::254]", "100.100.100.200"],
  ["private", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "198.18.0.1"],
  ["for protocols and documents", "192.0.0.8", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1"],
  ["IPv6 of this machine", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]"],
  ["IPv6 of one network", "[fe80::1]", "[febf::1]", "[fc00::1]", "[fdff::1]", "[fec0::1]", "[ff02::1]"],
  ["IPv4 wrapped", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]"],
  ["wrapped otherwise", "[2001:0:7f00:1::]", "[::ffff:0:7f00:1]", "[2001:db8::1]", "[100::1]", "[5f00::1]"],
] as const;

test.each(PLACES)("%s: neither asked nor followed to", async (_, ...hosts) => {
  const targets = hosts.map((host) => `http://${host}/`);
  const real = createWeb({ url: "https://news.example.org" });
  for (const target of targets) {
    const first = await follow(target, question(), real).catch((error: unknown) => error);
    expect({ target, said: first }).toMatchObject({ target, said: { kind: "refused" } });
    // A redirect is judged by the same rules; the one place of this web that may be reached is the server that redirects.
    const { port, connections } = await openServer((_request, response) =>
      response.writeHead(302, { location: Buffer.from(target).toString("latin1") }).end(),
    );
    const web = loopbackWeb({ "first.example": [["127.0.0.1"]] });
    const { sites } = web;
    const mayReach = (address: string, at: number) => at === port || real.sites.mayReach(address, at);
    const addresses = (host: string) =>
      host === "first.example" ? sites.addresses(host) : real.sites.addresses(host);
    const second = await follow(`http://first.example:${port}/`, question(), {
      ...web,
      sites: { ...sites, mayReach, addresses },
    }).catch((error: unknown) => error);
    expect({ target, said: second }).toMatchObject({ target, said: { kind: "refused" } });
    expect(connections()).toBe(1);
  }
});

test.each([
  "file:///etc/passwd",
  "gopher://first.example/_x",
  "ftp://first.example/",
  "data:text/html,x",
  "unix:/run/x",
])("a redirect to %s is refused", async (target) => {
  const { port } = await openServer((_, response) => response.writeHead(302, { location: target }).end());
  const web = loopbackWeb({ "first.example": [["127.0.0.1"]] });
  await expect(follow(`http://first.example:${port}/`, question(), web)).rejects.toMatchObject({
    kind: "refused",
  });
});

test("a page without an end, at full speed or a byte at a time, is left as soon as it has answered", async () => {
  for (const isSlow of [false, true]) {
    const left = Promise.withResolvers<number>();
    const { port } = await openServer(({ method }, response) => {
      if (method === "HEAD") return void response.writeHead(405).end();
      let sent = 0;
      response.writeHead(200, { "content-type": "text/html" });
      response.on("close", () => left.resolve(sent));
      response.on("error", () => undefined);
      const write = (): void => {
        if (response.destroyed) return;
        const goesOn = response.write(isSlow ? "x" : "x".repeat(65_536));
        sent += 1;
        if (isSlow || goesOn) setImmediate(write);
        else response.once("drain", write);
      };
      write();
    });
    const web = loopbackWeb({ "first.example": [["127.0.0.1"]] });
    const { answer } = await askLink(`http://first.example:${port}/`, web, AbortSignal.timeout(60_000));
    expect(answer).toEqual({ kind: "ok", moved: null, home: false, type: "text/html" });
    await left.promise;
  }
});

test("a server that sends headers without an end is left", async () => {
  const { port } = await openServer((request) => {
    const { socket } = request;
    socket.on("error", () => undefined);
    socket.write("HTTP/1.1 200 OK\r\n");
    const write = (): void => {
      if (!socket.destroyed && socket.write(`x-more: ${"x".repeat(8000)}\r\n`)) setImmediate(write);
      else socket.once("drain", write);
    };
    write();
  });
  const web = loopbackWeb({ "first.example": [["127.0.0.1"]] });
  const { answer } = await askLink(`http://first.example:${port}/`, web, AbortSignal.timeout(60_000));
  expect(answer.kind).toBe("unknown");
});

test("a proxy that the environment names sees nothing: behind it, nobody knows which address is connected to", async () => {
  const proxy = await openServer((_, response) => response.end("seen"));
  const site = await openServer((_, response) => response.writeHead(204).end());
  const module = new URL("../../../src/app/fetch/follow.ts", import.meta.url).href;
  const script = `
    import { createWeb, follow } from "${module}";
    const sites = { addresses: async () => ["127.0.0.1"], mayReach: () => true };
    const web = createWeb({ url: "https://news.example.org" }, sites);
    const question = { method: "HEAD", accept: "*/*", signal: AbortSignal.timeout(20_000) };
    const { status } = await follow("http://museum.example:${site.port}/", question, web);
    await follow("https://museum.example:${site.port}/", question, web).catch(() => undefined);
    console.log(status);`;
  const env: Record<string, string> = { PATH: process.env["PATH"] ?? "", NODE_USE_ENV_PROXY: "1" };
  for (const name of ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
    env[name] = `http://127.0.0.1:${proxy.port}`;
  const args = ["--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  expect(stdout.trim()).toBe("204");
  expect([site.connections(), proxy.connections()]).toEqual([2, 0]);
});
