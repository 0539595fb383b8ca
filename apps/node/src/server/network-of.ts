import { BlockList, isIPv4 } from "node:net";

/**
 * What an address begins with: 24 bits of IPv4, 48 of IPv6, which is what one household or company has. Undefined where
 * an address tells nobody apart: there is none on a socket, and one of this machine or of a private network is that of
 * the web server in front. What such a server says of who asks is not looked at: anybody can write it into a header.
 */
export function networkOf(address: string | undefined, testNetwork: boolean): string | undefined {
  if (address === undefined) return undefined;
  const [plain = ""] = address.split("%");
  if (isIPv4(plain)) return ofIPv4(plain, testNetwork);
  if (!URL.canParse(`http://[${plain}]/`)) return undefined;
  const groups = groupsOf(plain);
  const [a = 0, b = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 6).join(":") === "0:0:0:0:0:65535";
  if (isMapped) return ofIPv4([a >> 8, a & 255, b >> 8, b & 255].join("."), testNetwork);
  if (!testNetwork && NOBODYS.check(plain, "ipv6")) return undefined;
  return groups
    .slice(0, 3)
    .map((group) => group.toString(16))
    .join(":");
}

const ofIPv4 = (address: string, testNetwork: boolean): string | undefined =>
  !testNetwork && NOBODYS.check(address, "ipv4") ? undefined : address.split(".").slice(0, 3).join(".");

/** Eight numbers. A URL writes an IPv6 address in one way only, with at most one gap. */
function groupsOf(address: string): readonly number[] {
  const [before = "", after] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split("::");
  const numbers = (part: string): readonly number[] =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  if (after === undefined) return numbers(before);
  const [head, tail] = [numbers(before), numbers(after)];
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

const NOBODYS = new BlockList();
for (const [start, length] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  NOBODYS.addSubnet(start, length, "ipv4");
}
for (const [start, length] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
] as const) {
  NOBODYS.addSubnet(start, length, "ipv6");
}
