import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicAddress, isPublicName } from "./public-address.ts";

const INWARD = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.127.255.254",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.170",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.51.100.7",
  "203.0.113.9",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "64:ff9b:1::a00:1",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::1",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fec0::1",
  "ff02::1",
  "not an address",
  "",
];

const PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a01:4f8::1"];

describe("public addresses", () => {
  it.each(INWARD)("%s is none", (address) => expect(isPublicAddress(address)).toBe(false));
  it.each(PUBLIC)("%s is one", (address) => expect(isPublicAddress(address)).toBe(true));

  it("no IPv6 form that carries an IPv4 address is one, whatever it carries", () => {
    const hex = (octets: readonly number[]) =>
      [octets.slice(0, 2), octets.slice(2)].map(([a = 0, b = 0]) => (a * 256 + b).toString(16)).join(":");
    const forms = [
      (v4: readonly number[]) => `::ffff:${hex(v4)}`,
      (v4: readonly number[]) => `::ffff:0:${hex(v4)}`,
      (v4: readonly number[]) => `::${hex(v4)}`,
      (v4: readonly number[]) => `64:ff9b::${hex(v4)}`,
      (v4: readonly number[]) => `2002:${hex(v4)}::1`,
      (v4: readonly number[]) => `2001:0:${hex(v4)}::1`,
    ];
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(octet, octet, octet, octet), fc.constantFrom(...forms), (v4, form) => {
        expect(isPublicAddress(form(v4))).toBe(false);
      }),
    );
  });
});

describe("public names", () => {
  it.each([
    "localhost",
    "LOCALHOST.",
    "db",
    "a.localhost",
    "printer.local",
    "vault.internal",
    "nas.home.arpa",
    "x.test",
  ])("%s is none", (name) => expect(isPublicName(name)).toBe(false));
  it.each(["hall.example", "hall.example.", "xn--mgbh0fb.example"])("%s is one", (name) =>
    expect(isPublicName(name)).toBe(true),
  );
});
