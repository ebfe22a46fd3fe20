import { expect, test } from "vitest";
import { isPublicIp } from "#src/model/address/public-ip.ts";

test.each([
  [
    "IPv4 of this machine and network",
    "0.0.0.0 0.1.2.3 10.0.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1",
  ],
  [
    "IPv4 of carriers, tests and documents",
    "100.64.0.1 100.127.255.255 192.0.0.8 192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9",
  ],
  ["IPv4 for many or for nobody", "224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255"],
  ["IPv6 of this machine and network", ":: ::1 fc00::1 fdff::1 fe80::1 febf::1 fec0::1 ff02::1 100::1"],
  [
    "IPv6 around IPv4",
    "::ffff:8.8.8.8 ::ffff:7f00:1 ::127.0.0.1 64:ff9b::8.8.8.8 64:ff9b:1::1 2002:7f00:1:: 2001::1",
  ],
  ["IPv6 of documents and of nobody", "2001:db8::1 3fff::1 4000::1 8000::1 1::1"],
  ["no addresses", "localhost example.org 1 fda.gov [] 256.1.1.1"],
])("%s is nothing that everybody reaches", (_, addresses) => {
  expect(addresses.split(" ").filter(isPublicIp)).toEqual([]);
});

test("every other address is", () => {
  const all =
    "8.8.8.8 1.1.1.1 100.63.0.1 100.128.0.1 172.15.0.1 172.32.0.1 192.167.0.1 223.255.255.1 2606:4700::1111 2a00:1450::5 [2606:4700::1111]";
  expect(all.split(" ").filter((one) => !isPublicIp(one))).toEqual([]);
});
