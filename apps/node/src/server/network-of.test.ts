import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { networkOf } from "./network-of.ts";

const byte = fc.nat(255);
const group = fc.nat(0xffff);
const hex = (...groups: readonly number[]) => groups.map((one) => one.toString(16)).join(":");

describe("a network", () => {
  test("is the first three numbers of an address of IPv4, in both of the ways in which a server is told it", () => {
    fc.assert(
      fc.property(byte, byte, byte, byte, (a, b, c, d) => {
        const network = networkOf(`${a}.${b}.${c}.${d}`, true);
        expect(network).toBe(`${a}.${b}.${c}`);
        expect(networkOf(`::ffff:${a}.${b}.${c}.${d}`, true)).toBe(network);
        expect(networkOf(`::ffff:${a}.${b}.${c}.${d}`, false)).toBe(networkOf(`${a}.${b}.${c}.${d}`, false));
      }),
    );
  });

  test("is the first three groups of an address of IPv6, however it is written and whatever follows", () => {
    const six = fc.tuple(group, group, group, group, group, group, group, group);
    fc.assert(
      fc.property(six, (groups) => {
        fc.pre(groups.slice(0, 5).some((one) => one !== 0));
        const written = [
          hex(...groups),
          hex(...groups).toUpperCase(),
          groups.map((one) => one.toString(16).padStart(4, "0")).join(":"),
          `${hex(...groups)}%eth0`,
        ];
        for (const address of written) expect(networkOf(address, true)).toBe(hex(...groups.slice(0, 3)));
      }),
    );
    expect(networkOf("2001:db8::1", false)).toBe("2001:db8:0");
    expect(networkOf("2001:db8:0:1::1", false)).toBe("2001:db8:0");
    expect(networkOf("2600::", false)).toBe("2600:0:0");
  });

  test.each([
    undefined,
    "127.0.0.1",
    "10.1.2.3",
    "172.18.0.2",
    "192.168.178.20",
    "100.64.9.9",
    "169.254.1.1",
    "::1",
    "::ffff:127.0.0.1",
    "fe80::1%eth0",
    "fd12:3456::1",
    "",
    "no address",
    "::ffff:evil",
  ])("there is none where an address tells nobody apart: %s", (address) => {
    expect(networkOf(address, false)).toBeUndefined();
  });

  test.each([
    ["192.0.2.7", "192.0.2"],
    ["172.15.0.1", "172.15.0"],
    ["172.32.0.1", "172.32.0"],
    ["8.8.8.8", "8.8.8"],
    ["::ffff:8.8.8.8", "8.8.8"],
  ])("there is one everywhere else: %s", (address, network) => {
    expect(networkOf(address, false)).toBe(network);
  });

  test("in a network of tests this machine has many", () => {
    expect(networkOf("127.83.41.7", true)).toBe("127.83.41");
    expect(networkOf("::1", true)).toBe("0:0:0");
  });
});
