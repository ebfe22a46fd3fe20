import { expect, test } from "vitest";
import { createWeb, follow } from "#src/app/fetch/follow.ts";
import { createTurns } from "#src/app/fetch/turns.ts";
import { loopbackWeb } from "../../helpers/loopback-web.ts";
import { openServer } from "../../helpers/open-server.ts";

const question = () => ({ method: "HEAD", accept: "*/*", signal: AbortSignal.timeout(20_000) }) as const;

/** A public server, and a private one on the same port that nobody may reach. */
async function open(pathOf: (port: number) => Readonly<Record<string, string>> = () => ({})) {
  let paths: Readonly<Record<string, string>> = {};
  const asked: string[] = [];
  const outside = await openServer(({ url = "", headers }, response) => {
    asked.push(`${headers.host?.split(":")[0]}${url}`);
    const to = paths[url];
    if (to === undefined) response.writeHead(200).end();
    else response.writeHead(302, { location: to }).end();
  });
  paths = pathOf(outside.port);
  const inside = await openServer((_, response) => response.end("secret"), "127.0.0.2", outside.port);
  return { port: outside.port, asked, outside, inside };
}

test("a redirect within the public web is followed, name by name", async () => {
  const { port, asked } = await open((own) => ({ "/one": `http://other.example:${own}/two` }));
  const web = loopbackWeb({ "first.example": [["127.0.0.1"]], "other.example": [["127.0.0.1"]] });
  const { status, url, redirects } = await follow(`http://first.example:${port}/one`, question(), web);
  expect([status, url.href, redirects]).toEqual([200, `http://other.example:${port}/two`, [302]]);
  expect(asked).toEqual(["first.example/one", "other.example/two"]);
});

test.each<[string, (port: number) => string]>([
  ["a private name", (port) => `http://inside.example:${port}/`],
  ["a name with one public and one private address", (port) => `http://both.example:${port}/`],
  ["an address", (port) => `http://127.0.0.2:${port}/`],
  ["a number", (port) => `http://2130706434:${port}/`],
  ["an octal number", (port) => `http://0177.0.0.2:${port}/`],
  ["a short address", (port) => `http://127.2:${port}/`],
  ["IPv6 around it", (port) => `http://[::ffff:127.0.0.2]:${port}/`],
  ["IPv6 around it, in hexadecimal", (port) => `http://[::ffff:7f00:2]:${port}/`],
  ["NAT64 around it", (port) => `http://[64:ff9b::127.0.0.2]:${port}/`],
  ["a relative address of another scheme", () => "file:///etc/passwd"],
])("neither %s nor a redirect to it is connected to", async (_, inner) => {
  const { port, outside, inside } = await open((own) => ({ "/to": inner(own), "/again": "/to" }));
  const web = loopbackWeb({
    "first.example": [["127.0.0.1"]],
    "inside.example": [["127.0.0.2"]],
    "both.example": [["127.0.0.1", "127.0.0.2"]],
  });
  for (const start of [inner(port), `http://first.example:${port}/to`, `http://first.example:${port}/again`])
    await expect(follow(start, question(), web)).rejects.toMatchObject({ kind: "refused" });
  expect(inside.connections()).toBe(0);
  expect(outside.connections()).toBe(3);
});

test("DNS that answers with a private address after a public one is asked once, and its second answer is judged like the first", async () => {
  const { port, outside, inside } = await open();
  const web = loopbackWeb({ "rebind.example": [["127.0.0.1"], ["127.0.0.2"]] });
  const url = `http://rebind.example:${port}/`;
  // The socket is given the address that was judged, and asks nobody.
  expect((await follow(url, question(), web)).status).toBe(200);
  expect(web.lookedUp).toEqual(["rebind.example"]);
  await expect(follow(url, question(), web)).rejects.toMatchObject({ kind: "refused" });
  expect([outside.connections(), inside.connections()]).toEqual([1, 0]);
});

test("a redirect to the same name asks DNS again, and what it says then is judged", async () => {
  const { port, outside, inside } = await open(() => ({ "/one": "/two" }));
  const web = loopbackWeb({ "rebind.example": [["127.0.0.1"], ["127.0.0.2"]] });
  await expect(follow(`http://rebind.example:${port}/one`, question(), web)).rejects.toMatchObject({
    kind: "refused",
    message: expect.stringContaining("127.0.0.2"),
  });
  expect([outside.connections(), inside.connections()]).toEqual([1, 0]);
});

test("the machine's own web connects to no loopback address and to no port but the web's", async () => {
  const { port, outside } = await open();
  const web = createWeb({ url: "https://news.example.org" });
  for (const host of ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::]"]) {
    await expect(follow(`http://${host}:${port}/`, question(), web)).rejects.toMatchObject({
      kind: "refused",
    });
  }
  expect(outside.connections()).toBe(0);
  for (const [address, port_] of [
    ["8.8.8.8", 25],
    ["8.8.8.8", 6379],
    ["127.0.0.1", 80],
    ["169.254.169.254", 80],
    ["::1", 443],
  ] as const)
    expect(web.sites.mayReach(address, port_)).toBe(false);
  expect(web.sites.mayReach("8.8.8.8", 443)).toBe(true);
});

test("no more than five redirects are followed, and a server that says nothing is left", async () => {
  const { port, asked } = await open(() => ({ "/round": "/round" }));
  const web = loopbackWeb({ "first.example": [["127.0.0.1"]] });
  await expect(follow(`http://first.example:${port}/round`, question(), web)).rejects.toThrow(
    "it redirects more than 5 times",
  );
  expect(asked).toHaveLength(6);
  const silent = await openServer(() => {});
  const signal = AbortSignal.timeout(50);
  await expect(
    follow(`http://first.example:${silent.port}/`, { ...question(), signal }, web),
  ).rejects.toMatchObject({ kind: "silent", message: "it took too long" });
});

test("who is asked sees by whom, and gets no password and no cookie", async () => {
  const seen: unknown[] = [];
  const { port } = await openServer(({ headers, url }, response) => {
    seen.push(headers);
    if (url === "/") response.writeHead(301, { location: "/x", "set-cookie": "a=b" }).end();
    else response.end();
  });
  const web = loopbackWeb({ "first.example": [["127.0.0.1"]] });
  await follow(`http://me:secret@first.example:${port}/`, question(), web);
  for (const headers of seen)
    expect(headers).toEqual({
      accept: "*/*",
      "accept-encoding": "identity",
      "user-agent": "Letterpress (+https://news.example.org)",
      host: `first.example:${port}`,
      connection: "close",
    });
  expect(seen).toHaveLength(2);
});

test("one host is asked one question at a time, and eight hosts at once", async () => {
  const turns = createTurns(0);
  const { signal } = new AbortController();
  let [now, most] = [0, 0];
  const gates: (() => void)[] = [];
  const ask = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise<void>((resolve) => gates.push(resolve));
    now -= 1;
  };
  const settle = async () => {
    for (let round = 0; round < 50; round += 1) await new Promise(setImmediate);
  };
  const one = ["a", "a", "a"].map((host) => turns.take(host, signal, ask));
  await settle();
  expect(most).toBe(1);
  const others = Array.from({ length: 12 }, (_, index) => turns.take(`host ${index}`, signal, ask));
  for (let left = 15; left > 0; left -= gates.splice(0).map((open_) => open_()).length) await settle();
  await Promise.all([...one, ...others]);
  expect(most).toBe(8);
});
